/** jcstress tests of what the barrier policies execute, one class a policy. */
package io.ringfence.jcstress;
