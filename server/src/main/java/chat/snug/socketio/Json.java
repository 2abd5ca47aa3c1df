package chat.snug.socketio;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the JSON of packets within bounds: depth, lengths, no name twice. Thread-safe. */
final class Json {
  private static final int MAX_NAME_LENGTH = 256;
  private static final int MAX_NUMBER_LENGTH = 32;

  private final JsonMapper mapper;

  Json(SocketOptions options) {
    StreamReadConstraints bounds =
        StreamReadConstraints.builder()
            .maxNestingDepth(options.maxJsonDepth())
            .maxStringLength(options.maxJsonStringLength())
            .maxNameLength(MAX_NAME_LENGTH)
            .maxNumberLength(MAX_NUMBER_LENGTH)
            .build();
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(bounds)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    mapper =
        JsonMapper.builder(factory).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  }

  JsonNode read(String json) throws MalformedSocketPacketException {
    try {
      return mapper.readTree(json);
    } catch (JacksonException malformed) {
      throw new MalformedSocketPacketException("payload: not JSON within the bounds");
    }
  }
}
