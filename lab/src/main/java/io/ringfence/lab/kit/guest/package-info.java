/** QEMU, its monitor, and the agent inside the guest. */
package io.ringfence.lab.kit.guest;
