import type Database from "better-sqlite3";

/** One entry per schema version, never edited once released. */
const versions = [
  `CREATE TABLE sessions (
     id TEXT PRIMARY KEY,
     user_id INTEGER NOT NULL,
     renewal TEXT NOT NULL CHECK (renewal IN ('access-token', 'rotating', 'fixed')),
     generation INTEGER NOT NULL,
     retiring TEXT NOT NULL,
     created_at INTEGER NOT NULL,
     last_used_at INTEGER NOT NULL,
     expires_at INTEGER NOT NULL,
     ip TEXT NOT NULL,
     user_agent TEXT NOT NULL
   ) STRICT;
   CREATE INDEX sessions_user_id ON sessions (user_id);
   CREATE INDEX sessions_expires_at ON sessions (expires_at);

   CREATE TABLE throttles (
     key TEXT PRIMARY KEY,
     count INTEGER NOT NULL,
     reset_at INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX throttles_reset_at ON throttles (reset_at);

   CREATE TABLE codes (
     mailbox TEXT NOT NULL,
     purpose TEXT NOT NULL,
     hash TEXT NOT NULL,
     expires_at INTEGER NOT NULL,
     PRIMARY KEY (mailbox, purpose)
   ) STRICT;
   CREATE INDEX codes_expires_at ON codes (expires_at);

   CREATE TABLE code_tries (
     mailbox TEXT NOT NULL,
     purpose TEXT NOT NULL,
     count INTEGER NOT NULL,
     until INTEGER NOT NULL,
     PRIMARY KEY (mailbox, purpose)
   ) STRICT;
   CREATE INDEX code_tries_until ON code_tries (until);`,

  // Views of the batch '' wait for one.
  `CREATE TABLE views (
     batch TEXT NOT NULL,
     product_id INTEGER NOT NULL,
     count INTEGER NOT NULL,
     PRIMARY KEY (batch, product_id)
   ) STRICT, WITHOUT ROWID;

   CREATE TABLE view_batches (
     id TEXT PRIMARY KEY,
     leased_until INTEGER NOT NULL
   ) STRICT;

   CREATE TABLE messages (
     id INTEGER PRIMARY KEY,
     topic TEXT NOT NULL,
     payload TEXT NOT NULL,
     origin TEXT NOT NULL,
     sent_at INTEGER NOT NULL
   ) STRICT;`,

  // AUTOINCREMENT: no number is given twice, so that one that is missing tells of a message that was.
  `CREATE TABLE numbered_messages (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     topic TEXT NOT NULL,
     payload TEXT NOT NULL,
     origin TEXT NOT NULL,
     sent_at INTEGER NOT NULL
   ) STRICT;
   INSERT INTO numbered_messages SELECT id, topic, payload, origin, sent_at FROM messages;
   DROP TABLE messages;
   ALTER TABLE numbered_messages RENAME TO messages;`,

  // A session without a stamp would be good under any credentials.
  `DELETE FROM sessions;
   ALTER TABLE sessions ADD COLUMN stamp TEXT NOT NULL DEFAULT '';`,

  `ALTER TABLE codes ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
   DROP TABLE code_tries;`,

  // A batch is one JSON object from product to count: it goes out and comes in as a whole.
  `ALTER TABLE view_batches ADD COLUMN counts TEXT NOT NULL DEFAULT '{}';
   UPDATE view_batches SET counts = (SELECT json_group_object(product_id, count) FROM views WHERE batch = id);
   CREATE TABLE waiting_views (
     product_id INTEGER PRIMARY KEY,
     count INTEGER NOT NULL
   ) STRICT;
   INSERT INTO waiting_views SELECT product_id, count FROM views WHERE batch = '';
   DROP TABLE views;
   ALTER TABLE waiting_views RENAME TO views;`,
];

/**
 * Brings the file to the newest schema version (an older one for the tests of upgrading). Of several processes at a new file one creates the tables; the others
 * wait for its lock and then find the work done, since the version is read inside the transaction.
 * @throws {Error} when a newer release has written the file
 */
export function migrate(db: Database.Database, target = versions.length): void {
  db.transaction(() => {
    const version = Number(db.pragma("user_version", { simple: true }));
    if (version > versions.length) {
      throw new Error(`${db.name} has schema version ${version}; this release knows ${versions.length} at most`);
    }
    if (version >= target) return;
    for (const sql of versions.slice(version, target)) db.exec(sql);
    db.pragma(`user_version = ${target}`);
  }).immediate();
}
