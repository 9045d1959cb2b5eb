import type { Plugin } from "graphql-yoga";

/** More are no help to whoever reads them, and each is work and traffic that a few bytes of a document cause. */
const MAX_ERRORS = 5;

/** Validation ends at the fifth mistake of a document; graphql-js itself would go on to the hundredth. */
export const fewErrors: Plugin = {
  onValidate({ validateFn, setValidationFn }) {
    setValidationFn((schema, document, rules, options, typeInfo) =>
      validateFn(schema, document, rules, { ...options, maxErrors: MAX_ERRORS }, typeInfo),
    );
  },
};
