package chat.snug.net;

/** One HTTP request and its answer, without a type of the HTTP library. */
public interface HttpExchange {
  /** The path of the request, without its query. */
  String path();

  /** Answers; once. {@code contentType} as in the header. */
  void respond(int status, String contentType, byte[] body);
}
