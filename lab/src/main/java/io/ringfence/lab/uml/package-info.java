/** User Mode Linux as a front-end: another kernel's own vhost-user, without QEMU. */
package io.ringfence.lab.uml;
