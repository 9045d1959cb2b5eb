import { z } from "zod";
import { form } from "../validation.ts";
import { SECOND_FACTOR_CODE } from "./auth.ts";

/** What every input has by which owners prove themselves anew; to be refined by {@link isGiven}. */
export const ownProof = z.object({
  currentPassword: form.givenPassword.nullish(),
  code: form.text(64).nullish(),
  secondFactorCode: form.secondFactorCode,
});

/** Whether there is a password or a code. */
export const isGiven = ({ currentPassword, code }: z.output<typeof ownProof>): boolean =>
  currentPassword != null || code != null;

/** What is wrong when there is neither. */
export const notGiven = {
  path: ["currentPassword"],
  error: "is required unless there is a code",
  params: { problem: { kind: "missing" } },
};

/** The descriptions of those fields. */
export const ownProofFields = {
  currentPassword: { description: "The account's password." },
  code: { description: "Instead of the password: a code of `requestSignInCode`, which is used up." },
  secondFactorCode: { description: SECOND_FACTOR_CODE },
} as const;
