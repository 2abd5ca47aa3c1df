package chat.snug.net;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** An exchange of vertx-web. Answers from any thread. */
final class Exchange implements HttpExchange {
  /** How long a client that is refused may go on sending before it is cut. */
  private static final long DISCARD_MILLIS = 2_000;

  private final Vertx vertx;
  private final Context context;
  private final RoutingContext routing;
  private final HttpServerRequest request;
  private final HttpBytes sent;
  private final String remoteAddress;
  private final boolean direct;
  private final boolean secure;
  private final @Nullable RequestBody body;

  /** On the event loop of the request. */
  Exchange(
      Vertx vertx,
      RoutingContext routing,
      Forwarding forwarding,
      HttpBytes sent,
      boolean takesBody) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.routing = routing;
    this.sent = sent;
    this.request = routing.request();
    String peer = request.remoteAddress().hostAddress();
    this.remoteAddress = forwarding.client(peer, request.headers()::getAll);
    this.direct = forwarding.isDirect(peer, request.headers()::getAll);
    this.secure = forwarding.isSecure(peer, request.headers()::getAll);
    this.body = takesBody ? new RequestBody(request, context) : null;
  }

  @Override
  public String path() {
    return requireNonNullElse(request.path(), "");
  }

  @Override
  public String parameter(String name) {
    return requireNonNull(routing.pathParam(name), name);
  }

  @Override
  public Optional<String> query(String name) {
    return Optional.ofNullable(QueryString.parse(request.uri()).get(name));
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeader(name));
  }

  @Override
  public String remoteAddress() {
    return remoteAddress;
  }

  @Override
  public boolean isDirect() {
    return direct;
  }

  @Override
  public InputStream body() {
    return requireNonNull(body, "this route takes no body");
  }

  @Override
  public void respond(HttpAnswer answer) {
    try {
      if (answer.body() instanceof HttpAnswer.Body.Stream(HttpAnswer.Writer writer)) {
        stream(answer, writer);
      } else {
        context.runOnContext(_ -> send(answer));
      }
    } catch (RejectedExecutionException stopped) {
      // the server has stopped, and every connection has gone
    }
  }

  private void send(HttpAnswer answer) {
    HttpServerResponse response = request.response();
    if (response.closed() || response.headWritten()) {
      return;
    }
    writeHead(response, answer);
    discardTheRest(response);
    switch (answer.body()) {
      case HttpAnswer.Body.Bytes(byte[] bytes) -> sent.end(response, bytes);
      case HttpAnswer.Body.File(Path path) -> sendFile(response, path);
      case HttpAnswer.Body.Stream _ -> throw new IllegalStateException("not here");
    }
  }

  private void stream(HttpAnswer answer, HttpAnswer.Writer writer) {
    HttpServerResponse response = request.response();
    context.runOnContext(_ -> {
      if (!response.closed()) {
        writeHead(response, answer);
        response.setChunked(true);
      }
    });
    ResponseBody stream = new ResponseBody(response, context);
    try (stream) {
      writer.writeTo(stream);
      stream.complete();
    } catch (IOException _) {
      // the client is gone, or sees that this was cut
    } catch (RuntimeException failed) {
      if (!stream.isGone()) {
        throw failed;
      }
    }
  }

  private void writeHead(HttpServerResponse response, HttpAnswer answer) {
    PageHeaders.setOnEverything(response, secure);
    response.setStatusCode(answer.status());
    answer.headers().forEach(response::putHeader);
  }

  /** A client that is still sending gets the answer first and is cut a little later. */
  private void discardTheRest(HttpServerResponse response) {
    if (body != null && !request.isEnded()) {
      response.putHeader("Connection", "close");
      request.handler(_ -> {});
      request.resume();
      vertx.setTimer(DISCARD_MILLIS, _ -> request.connection().close());
    }
  }

  private void sendFile(HttpServerResponse response, Path path) {
    long size;
    try {
      size = Files.size(path);
    } catch (IOException gone) {
      response.putHeader("Cache-Control", "no-store").setStatusCode(404).end();
      return;
    }
    Optional<ByteRange> range = ByteRange.parse(request.getHeader("Range"), size);
    response.putHeader("Accept-Ranges", "bytes");
    if (request.getHeader("Range") != null && range.isPresent()) {
      ByteRange part = range.get();
      response
          .setStatusCode(206)
          .putHeader("Content-Range", "bytes %s-%s/%s".formatted(part.first(), part.last(), size));
      response.sendFile(path.toString(), part.first(), part.length());
    } else {
      response.sendFile(path.toString());
    }
  }
}
