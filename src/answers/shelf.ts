import type { IncomingMessage } from "node:http";
import { LRUCache } from "lru-cache";
import type { Answer } from "./answer.ts";
import type { Question } from "./questions.ts";
import type { AnswerRecord } from "./record.ts";

const MAX_BYTES = 48 * 1024 * 1024;
/** A larger answer would take the place of too many others. */
const MAX_ANSWER_BYTES = 2 * 1024 * 1024;
/** For remembering what requests were asked, or that their answers are for nobody else. */
const MAX_MEMORY_BYTES = 8 * 1024 * 1024;

export interface Kept {
  readonly answer: Answer;
  readonly record: AnswerRecord;
}

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
  readonly #questions = new LRUCache<string, readonly Question[] | "for nobody else">({
    maxSize: MAX_MEMORY_BYTES,
    sizeCalculation: (_questions, target) => 256 + 2 * target.length,
  });

  /** About how much memory the answers take. */
  get bytes(): number {
    return this.#kept.calculatedSize;
  }

  /** The answer to a request, as long as all that was read for it stands. */
  find(req: IncomingMessage, target: string): Kept | undefined {
    const questions = this.#questions.get(target);
    if (questions === undefined || typeof questions === "string") return undefined;
    const kept = this.#kept.get(
      keyOf(
        target,
        questions.map((question) => question(req)),
      ),
    );
    return kept?.record.stands === true ? kept : undefined;
  }

  /** Whether it is known of such requests that no other gets the same answer. */
  isForNobodyElse(target: string): boolean {
    return this.#questions.get(target) === "for nobody else";
  }

  /** @param asked what the app has asked of the request that got the answer */
  put(req: IncomingMessage, target: string, asked: readonly Question[], kept: Kept): void {
    const before = this.#questions.get(target);
    const questions = typeof before === "object" ? [...before] : [];
    for (const question of asked) if (!questions.includes(question)) questions.push(question);
    this.#questions.set(target, questions);
    this.#kept.set(
      keyOf(
        target,
        questions.map((question) => question(req)),
      ),
      kept,
    );
  }

  noteForNobodyElse(target: string): void {
    // What is good for others now and then stays findable.
    if (!this.#questions.has(target)) this.#questions.set(target, "for nobody else");
  }
}

/** Of different requests never the same: what they answered is JSON each, which has no line breaks. */
const keyOf = (target: string, answers: readonly string[]): string =>
  answers.length === 0 ? target : `${answers.join("\n")}\n\n${target}`;
