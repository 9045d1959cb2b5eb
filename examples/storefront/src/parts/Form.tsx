import { createContext, type ReactNode, type SubmitEvent, use, useState } from "react";
import { flushSync } from "react-dom";
import type { CombinedError } from "urql";
import { type Problems, problemsOf } from "../api/problems.ts";

/** What was typed, by the fields' names. */
export type Values = Readonly<Record<string, string>>;

interface Props {
  readonly submit: string;
  /** Does it, and says what went wrong. */
  readonly onSubmit: (values: Values) => Promise<CombinedError | undefined>;
  /** What to say when it has worked. */
  readonly done?: string;
  readonly children: ReactNode;
}

type Outcome = Problems | "done" | "untried";

const FieldProblems = createContext<ReadonlyMap<string, string>>(new Map());

/** What is wrong with a field of the form around it. */
export const useProblem = (name: string): string | undefined => use(FieldProblems).get(name);

/** A form that the API judges: what it says of a field stands at the field, and the rest above the button. */
export function Form({ submit, onSubmit, done, children }: Props) {
  const [outcome, setOutcome] = useState<Outcome>("untried");
  const [busy, setBusy] = useState(false);
  const problems = typeof outcome === "string" ? null : outcome;

  async function send(event: SubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    const values = Object.fromEntries(
      [...new FormData(form)].map(([name, value]) => [name, typeof value === "string" ? value : ""]),
    );
    setBusy(true);
    const error = await onSubmit(values);
    flushSync(() => {
      setBusy(false);
      setOutcome(error ? problemsOf(error, new Set(Object.keys(values))) : "done");
    });
    form.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }

  return (
    <form className="form" noValidate onSubmit={(event) => void send(event)}>
      <FieldProblems value={problems?.fields ?? new Map()}>{children}</FieldProblems>
      {problems?.general != null && (
        <p className="problem" role="alert">
          {problems.general}
        </p>
      )}
      <div className="form-foot">
        <button type="submit" className="button" disabled={busy}>
          {submit}
        </button>
        <output className="done">{outcome === "done" && !busy && done}</output>
      </div>
    </form>
  );
}
