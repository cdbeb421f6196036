import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldif.LDIFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * An LDAP directory in memory for tests, on 127.0.0.1, with people below ou=people. A second port takes orders over HTTP:
 * PUT, GET and DELETE of /{uid}. The two ports are the arguments. Run as a single source file, with UnboundID's LDAP SDK on
 * the class path.
 */
public class InMemoryLdap {
  private static final String BASE = "dc=example,dc=com";
  private static final String PEOPLE = "ou=people," + BASE;

  public static void main(String[] args) throws Exception {
    InetAddress here = InetAddress.getLoopbackAddress();
    InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(BASE);
    config.addAdditionalBindCredentials("cn=admin", "admin");
    config.setListenerConfigs(InMemoryListenerConfig.createLDAPConfig("ldap", here, Integer.parseInt(args[0]), null));
    InMemoryDirectoryServer directory = new InMemoryDirectoryServer(config);
    directory.add("dn: " + BASE, "objectClass: domain", "dc: example");
    directory.add("dn: " + PEOPLE, "objectClass: organizationalUnit", "ou: people");
    directory.startListening();
    HttpServer orders = HttpServer.create(new InetSocketAddress(here, Integer.parseInt(args[1])), 0);
    orders.createContext("/", exchange -> answer(directory, exchange));
    orders.start();
  }

  private static void answer(InMemoryDirectoryServer directory, HttpExchange exchange) throws IOException {
    String uid = exchange.getRequestURI().getPath().substring(1);
    String dn = "uid=" + uid + "," + PEOPLE;
    String text = "";
    int status = 200;
    try {
      switch (exchange.getRequestMethod()) {
        case "PUT":
          directory.add("dn: " + dn, "objectClass: inetOrgPerson", "uid: " + uid, "cn: " + uid, "givenName: " + uid,
              "sn: Example", "mail: " + uid + "@example.com");
          break;
        case "DELETE":
          directory.delete(dn);
          break;
        default:
          SearchResultEntry entry = directory.getEntry(dn);
          if (entry == null) status = uid.isEmpty() ? 200 : 404;
          else text = entry.toLDIFString();
      }
    } catch (LDAPException | LDIFException error) {
      status = 409;
      text = error.getMessage();
    }
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) exchange.getResponseBody().write(body);
    exchange.close();
  }
}
