package io.ringfence.server.os;

/** Actions for a TAP that cannot be opened. */
final class TapErrors {
  private TapErrors() {}

  static OsException open(String device, int errno) {
    String call = "open " + device;
    return switch (errno) {
      case Errno.ENOENT, Errno.ENODEV, Errno.ENXIO ->
          new OsException(
              call,
              errno,
              "load the module (modprobe tun), or give the container the device"
                  + " (--device /dev/net/tun)");
      case Errno.EACCES, Errno.EPERM ->
          new OsException(
              call,
              errno,
              "run as root, or have the device readable and writable by this user"
                  + " (chmod 0666 /dev/net/tun is the usual mode)");
      default -> new OsException(call, errno);
    };
  }

  static OsException attach(String name, boolean multiQueue, int errno) {
    String call = "ioctl TUNSETIFF TAP " + name + (multiQueue ? " multi_queue" : "");
    return switch (errno) {
      case Errno.EPERM ->
          new OsException(
              call,
              errno,
              "it needs CAP_NET_ADMIN: run as root, or in a namespace of your own (unshare -Urn),"
                  + " or let root create the interface for you"
                  + " (ip tuntap add NAME mode tap vnet_hdr user USER)");
      case Errno.EBUSY ->
          new OsException(
              call, errno, "another process has it open: stop that one, or take another name");
      case Errno.EINVAL ->
          new OsException(
              call,
              errno,
              "an interface of that name exists and is no TAP, or was created "
                  + (multiQueue ? "without" : "with")
                  + " multi_queue: take another name or number of queues");
      default -> new OsException(call, errno);
    };
  }

  static OsException adopt(int number, int errno, int flags) {
    String call = "adopt fd " + number + " as a TAP";
    String allowed = "allowed is one attached with IFF_TAP, IFF_NO_PI and IFF_VNET_HDR";
    return errno == 0
        ? new OsException(call + " of flags 0x%x".formatted(flags), Errno.EINVAL, allowed)
        : new OsException(call, errno, allowed);
  }
}
