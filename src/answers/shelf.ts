import type { IncomingMessage } from "node:http";
import { LRUCache } from "lru-cache";
import type { Answer } from "./answer.ts";
import type { Question } from "./questions.ts";
import type { AnswerRecord } from "./record.ts";

const MAX_BYTES = 28 * 1024 * 1024;
/** A larger answer would take the place of too many others. */
const MAX_ANSWER_BYTES = 2 * 1024 * 1024;
/** For remembering what requests were asked, or that their answers are for nobody else. */
const MAX_MEMORY_BYTES = 8 * 1024 * 1024;

export interface Kept {
  readonly answer: Answer;
  readonly record: AnswerRecord;
}

/** What requests with the same method, URL and body have in common. */
interface Target {
  /** Short, whatever is in the body, and given once; 0 as long as nothing is kept. */
  readonly id: number;
  readonly questions: readonly Question[];
  readonly isForNobodyElse: boolean;
}

const NOTHING_KEPT: Target = { id: 0, questions: [], isForNobodyElse: true };

/**
 * Answers, by what was asked of the requests that got them. Which questions those are is learned from the app: at first
 * it is method, URL and body, and whatever else was asked of one such request is asked of all that follow.
 */
export class Shelf {
  readonly #kept = new LRUCache<string, Kept>({
    maxSize: MAX_BYTES,
    maxEntrySize: MAX_ANSWER_BYTES,
    sizeCalculation: ({ answer }, key) => answer.bytes + 2 * key.length,
  });
  readonly #targets = new LRUCache<string, Target>({
    maxSize: MAX_MEMORY_BYTES,
    sizeCalculation: (_target, name) => 256 + 2 * name.length,
  });

  #nextId = 1;

  /** About how much memory the answers take. */
  get bytes(): number {
    return this.#kept.calculatedSize;
  }

  /** The answer to a request, as long as all that was read for it stands. */
  find(req: IncomingMessage, name: string): Kept | undefined {
    const target = this.#targets.get(name);
    if (target === undefined || target.isForNobodyElse) return undefined;
    const kept = this.#kept.get(keyOf(target, req));
    return kept?.record.stands === true ? kept : undefined;
  }

  /** Whether it is known of such requests that no other gets the same answer. */
  isForNobodyElse(name: string): boolean {
    return this.#targets.get(name)?.isForNobodyElse === true;
  }

  /** @param asked what the app has asked of the request that got the answer */
  put(req: IncomingMessage, name: string, asked: readonly Question[], kept: Kept): void {
    const before = this.#targets.get(name) ?? NOTHING_KEPT;
    const questions = [...new Set([...before.questions, ...asked])];
    const target = { id: before.id || this.#nextId++, questions, isForNobodyElse: false };
    this.#targets.set(name, target);
    kept.record.trim();
    this.#kept.set(keyOf(target, req), kept);
  }

  noteForNobodyElse(name: string): void {
    // What is good for others now and then stays findable.
    if (!this.#targets.has(name)) this.#targets.set(name, NOTHING_KEPT);
  }
}

/** Of different requests never the same. */
const keyOf = ({ id, questions }: Target, req: IncomingMessage): string =>
  questions.reduce((key, question) => key + question(req), `${id} `);
