import type { SqlQueryable } from "@prisma/driver-adapter-utils";
import { wordsOf } from "../failures.ts";
import type { Table } from "./tables.ts";

/** The move can't be made; the message is a sentence for whoever asked for it, without any password. */
export class MoveError extends Error {
  override readonly name = "MoveError";
}

export type Argument = string | number;

/** A database in a transaction, which ends without a trace when it is closed. */
export interface Shop {
  /** Where it is, without user and password. */
  readonly name: string;
  /** The folder of its engine's migrations. */
  readonly migrations: string;
  /** How the nth argument, from 1, is written in SQL. */
  placeholder(position: number): string;
  /** @throws with the database's words as the message */
  query(sql: string, args?: readonly Argument[]): Promise<unknown[][]>;
  /** All tables that there are. */
  tableNames(): Promise<string[]>;
  /** The columns of a table. */
  columnNames(table: string): Promise<string[]>;
  close(): Promise<void>;
}

/** Every read sees one moment. */
export interface Source extends Shop {
  /** The highest id that the database has ever given out by itself: an id isn't used anew when its row is gone. */
  lastGiven(table: string, column: string): Promise<number>;
  /** Ends the reading. @returns whether somebody has written since it began; undefined: who knows */
  writtenMeanwhile(): Promise<boolean | undefined>;
}

export interface Target extends Shop {
  /** Keeps everybody else out until the end, and lifts what would make the order of rows matter. */
  prepare(tables: readonly Table[]): Promise<void>;
  /** @param rows each a JSON object with a value for every column */
  insert(table: Table, rows: readonly string[]): Promise<void>;
  /** Makes the database count on from an id. */
  countFrom(table: string, column: string, last: number): Promise<void>;
  /** Puts back in force what was lifted. @throws when the rows contradict it */
  restore(): Promise<void>;
  commit(): Promise<void>;
}

/** A query without Prisma's typing of arguments: texts and numbers are all that the move has. */
export async function queryOn(on: SqlQueryable, sql: string, args: readonly Argument[] = []): Promise<unknown[][]> {
  const argTypes = args.map((arg) => ({
    scalarType: typeof arg === "number" ? ("int" as const) : ("string" as const),
    arity: "scalar" as const,
  }));
  try {
    return (await on.queryRaw({ sql, args: [...args], argTypes })).rows;
  } catch (error) {
    throw new Error(wordsOf(error), { cause: error });
  }
}
