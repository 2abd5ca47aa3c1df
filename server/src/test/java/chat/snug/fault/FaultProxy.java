package chat.snug.fault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A TCP proxy that does to connections what networks do: cuts them, swallows what they say, breaks
 * it into single bytes, makes it late. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {
  private static final int BUFFER = 16 * 1024;

  private final ServerSocket listener;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private volatile int upstream;
  private volatile boolean chopping;
  private volatile long delayMillis;
  private volatile boolean refusing;
  private volatile boolean swallowingWebSockets;

  /** A connection with its two directions. */
  private final class Link {
    private final Socket client;
    private final Socket server;
    private volatile boolean swallowing;
    private final AtomicLong bytesToClientLeft = new AtomicLong(Long.MAX_VALUE);

    Link(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void start() {
      Thread.ofVirtual().start(() -> pump(client, server, false));
      Thread.ofVirtual().start(() -> pump(server, client, true));
    }

    private void pump(Socket from, Socket to, boolean toClient) {
      byte[] buffer = new byte[BUFFER];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        int count;
        while ((count = in.read(buffer)) >= 0) {
          if (delayMillis > 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(delayMillis));
          }
          long left = toClient ? bytesToClientLeft.addAndGet(-count) : 1;
          if (left <= 0) {
            out.write(buffer, 0, (int) Math.max(0, left + count));
            break;
          }
          if (!(toClient && swallowing)) {
            write(out, buffer, count);
          }
          if (toClient && swallowingWebSockets && isUpgrade(buffer, count)) {
            swallowing = true;
          }
        }
      } catch (IOException ended) {
        // the other direction ends, too
      } finally {
        end();
      }
    }

    private static boolean isUpgrade(byte[] buffer, int count) {
      return new String(buffer, 0, Math.min(count, 12), ISO_8859_1).equals("HTTP/1.1 101");
    }

    private void write(OutputStream out, byte[] buffer, int count) throws IOException {
      if (!chopping) {
        out.write(buffer, 0, count);
        return;
      }
      for (int i = 0; i < count; i++) {
        out.write(buffer, i, 1);
      }
    }

    /** With a reset: what was under way is lost. */
    void cut() {
      try {
        client.setSoLinger(true, 0);
        server.setSoLinger(true, 0);
      } catch (IOException gone) {
        // it is cut already
      }
      end();
    }

    private void end() {
      links.remove(this);
      try {
        client.close();
        server.close();
      } catch (IOException gone) {
        // it is closed already
      }
    }
  }

  /** Leads to a port of this machine. */
  public FaultProxy(int upstream) {
    this.upstream = upstream;
    try {
      listener = new ServerSocket();
      listener.setReuseAddress(true);
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** Where it listens. */
  public int port() {
    return listener.getLocalPort();
  }

  /** From now on new connections lead there. */
  void leadTo(int port) {
    upstream = port;
  }

  /** Cuts every connection. Answers how many there were. */
  public int cutAll() {
    int count = links.size();
    links.forEach(Link::cut);
    return count;
  }

  /** Cuts some connections. Answers how many. */
  int cutSome(int count) {
    int cut = 0;
    for (Link link : links) {
      if (cut == count) {
        break;
      }
      link.cut();
      cut++;
    }
    return cut;
  }

  /** What the server says on some connections is lost, then they are cut. Answers how many. */
  int loseAnswers(int count) {
    int chosen = 0;
    for (Link link : links) {
      if (chosen == count) {
        break;
      }
      link.swallowing = true;
      chosen++;
    }
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(30));
    links.forEach(link -> {
      if (link.swallowing) {
        link.cut();
      }
    });
    return chosen;
  }

  /** Some connections end after so many more bytes to the client. Answers how many. */
  int cutAfter(int count, int bytes) {
    int chosen = 0;
    for (Link link : links) {
      if (chosen == count) {
        break;
      }
      link.bytesToClientLeft.set(bytes);
      chosen++;
    }
    return chosen;
  }

  /** Some connections stay open and say nothing any more. Answers how many. */
  public int blackHole(int count) {
    int chosen = 0;
    for (Link link : links) {
      if (chosen == count) {
        break;
      }
      link.swallowing = true;
      chosen++;
    }
    return chosen;
  }

  void chop(boolean on) {
    chopping = on;
  }

  void delay(long millis) {
    delayMillis = millis;
  }

  /** Whether WebSockets are let through and what the server says on them is not. */
  public void swallowWebSockets(boolean on) {
    swallowingWebSockets = on;
  }

  /** Whether new connections are refused. */
  public void refuse(boolean on) {
    refusing = on;
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
    cutAll();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> connect(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void connect(Socket client) {
    try {
      if (refusing) {
        client.close();
        return;
      }
      Socket server = new Socket(InetAddress.getLoopbackAddress(), upstream);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      Link link = new Link(client, server);
      links.add(link);
      link.start();
    } catch (IOException unreachable) {
      try {
        client.setSoLinger(true, 0);
        client.close();
      } catch (IOException gone) {
        // it is closed already
      }
    }
  }
}
