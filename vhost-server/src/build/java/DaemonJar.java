import java.io.IOException;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * {@code DaemonJar OUT JAR...}: makes one jar of several, for a fast start.
 *
 * <p>The daemon's libraries look for services in every jar of the class path, whose tables of
 * contents are read for that. Classes of a format before Java 6 get stack maps: without them no
 * start-up cache takes a class, nor those of ours that implement it. Of a class in several versions
 * the one for this Java is taken. Of what the jars tell about themselves only their services stay.
 */
final class DaemonJar {
  private static final String SERVICES = "META-INF/services/";

  /** A start-up cache takes classes whose format has stack maps, of Java 6 and later. */
  private static final int FIRST_WITH_STACK_MAPS = ClassFile.JAVA_6_VERSION;

  private final ClassFile classes;
  private final JarOutputStream out;
  private final Set<String> written = new HashSet<>();

  private DaemonJar(ClassFile classes, JarOutputStream out) {
    this.classes = classes;
    this.out = out;
  }

  /**
   * Writes the jar.
   *
   * @throws IllegalArgumentException where two jars have a file of the same name
   */
  public static void main(String[] arguments) throws IOException {
    List<Path> jars = Stream.of(arguments).skip(1).map(Path::of).toList();
    try (var loader = new URLClassLoader(urls(jars));
        var out = new JarOutputStream(Files.newOutputStream(Path.of(arguments[0])))) {
      var merged = new DaemonJar(withStackMaps(loader), out);
      for (Path jar : jars) {
        merged.add(jar);
      }
    }
  }

  private static URL[] urls(List<Path> jars) throws MalformedURLException {
    URL[] urls = new URL[jars.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = jars.get(i).toUri().toURL();
    }
    return urls;
  }

  /** A stack map tells what types paths have in common, so super-classes are looked up. */
  private static ClassFile withStackMaps(ClassLoader loader) {
    ClassHierarchyResolver known =
        ClassHierarchyResolver.ofResourceParsing(loader)
            .orElse(ClassHierarchyResolver.defaultResolver());
    return ClassFile.of(
        StackMapsOption.GENERATE_STACK_MAPS, ClassHierarchyResolverOption.of(known));
  }

  private void add(Path path) throws IOException {
    try (var jar = new JarFile(path.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
      List<JarEntry> entries = jar.versionedStream().filter(DaemonJar::isWanted).toList();
      for (JarEntry entry : entries) {
        add(path, entry.getName(), jar.getInputStream(entry).readAllBytes());
      }
    }
  }

  private static boolean isWanted(JarEntry entry) {
    String name = entry.getName();
    return !entry.isDirectory()
        && !name.equals("module-info.class")
        && (!name.startsWith("META-INF/") || name.startsWith(SERVICES));
  }

  private void add(Path jar, String name, byte[] content) throws IOException {
    if (!written.add(name)) {
      throw new IllegalArgumentException(
          "%s has %s, as a jar before it has; one of them has to go: mvn clean ends an older build's"
              .formatted(jar, name));
    }
    out.putNextEntry(new JarEntry(name));
    out.write(name.endsWith(".class") ? verifiable(content) : content);
    out.closeEntry();
  }

  private byte[] verifiable(byte[] content) {
    ClassModel model = classes.parse(content);
    return model.majorVersion() < FIRST_WITH_STACK_MAPS
        ? classes.transformClass(model, newFormat())
        : content;
  }

  /** Methods are built anew, with nothing changed: maps are made for what is built. */
  private static ClassTransform newFormat() {
    ClassTransform version =
        (builder, element) -> {
          ClassElement kept =
              element instanceof ClassFileVersion
                  ? ClassFileVersion.of(FIRST_WITH_STACK_MAPS, 0)
                  : element;
          builder.with(kept);
        };
    return version.andThen(ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL));
  }
}
