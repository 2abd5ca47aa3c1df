package chat.snug.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * A connection that writes, and the statements that every append needs: prepared once, not for each
 * append. Confined to one writer at a time.
 */
final class WritingConnection {
  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  WritingConnection(Connection connection) {
    this.connection = connection;
  }

  Connection connection() {
    return connection;
  }

  /** A statement that stays prepared. Not to be closed; what it selects is to be closed. */
  PreparedStatement prepared(String sql) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    return statement;
  }

  /** After a failure: SQLite's driver closes a statement that fails, and does not say so. */
  void forgetStatements() throws SQLException {
    for (PreparedStatement statement : statements.values()) {
      statement.close();
    }
    statements.clear();
  }
}
