import Sqlite from "better-sqlite3";

export interface UserRow {
  readonly id: number;
  readonly username: string;
  readonly email: string;
  readonly phone: string | null;
  readonly password: string;
  readonly is_admin: 0 | 1;
  readonly is_active: 0 | 1;
  readonly is_deleted: 0 | 1;
  readonly ip_address: string | null;
  readonly last_login: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface ProductRow {
  readonly id: number;
  readonly name: string;
  readonly price: number;
  readonly stock: number;
  readonly description: string;
  readonly image: string | null;
  readonly category: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly is_deleted: 0 | 1;
}

/** The old server's tables, with the columns and the habits that the original has. */
export function openOldDatabase(file: string): Sqlite.Database {
  const database = new Sqlite(file);
  database.pragma("journal_mode = WAL");
  database.exec(`
    CREATE TABLE IF NOT EXISTS users (
      id INTEGER PRIMARY KEY, username VARCHAR(50) NOT NULL UNIQUE, email VARCHAR(100) NOT NULL UNIQUE,
      phone VARCHAR(20) UNIQUE, password VARCHAR(255) NOT NULL, is_admin BOOLEAN, is_active BOOLEAN, is_deleted BOOLEAN,
      ip_address VARCHAR(45), last_login DATETIME, created_at DATETIME, updated_at DATETIME);
    CREATE TABLE IF NOT EXISTS products (
      id INTEGER PRIMARY KEY, name VARCHAR(100) NOT NULL, price FLOAT NOT NULL, stock INTEGER NOT NULL,
      description VARCHAR(500) NOT NULL, image VARCHAR(255), category VARCHAR(100) NOT NULL,
      created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL, is_deleted BOOLEAN NOT NULL);
  `);
  return database;
}

/** A time as the original writes it: without a zone. */
export const naive = (date: Date): string => date.toISOString().replace("T", " ").replace("Z", "000");

/** And as its answers have it here. */
export const withZone = (time: string | null): string => (time === null ? "" : `${time.replace(" ", "T")}Z`);
