import { type ComponentProps, useId } from "react";
import { useProblem } from "./Form.tsx";

interface Props extends ComponentProps<"input"> {
  /** Its name in the input of the operation. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
}

export function Field({ name, label, hint, ...input }: Props) {
  const id = useId();
  const problem = useProblem(name);
  const described = [problem && `${id}-problem`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        {...input}
        id={id}
        name={name}
        aria-invalid={problem !== undefined}
        {...(described !== "" && { "aria-describedby": described })}
      />
      {problem !== undefined && (
        <p className="problem" id={`${id}-problem`}>
          {label} {problem}.
        </p>
      )}
      {hint !== undefined && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
