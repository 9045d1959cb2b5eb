import { GraphQLError, NoSchemaIntrospectionCustomRule, type ValidationRule } from "graphql";
import type { Plugin } from "graphql-yoga";

/** As many as tools send in one document; the same question under many names costs a core's time and counts for nothing. */
const MAX_QUESTIONS = 2;

/** Whether the schema may be asked about itself: not at all, or twice a document. `/schema.graphql` tells it for nothing. */
export const introspection = ({ allowed }: { readonly allowed: boolean }): Plugin => ({
  onValidate({ addValidationRule }) {
    addValidationRule(allowed ? fewQuestions : NoSchemaIntrospectionCustomRule);
  },
});

const fewQuestions: ValidationRule = (context) => {
  let questions = 0;
  return {
    Field(node) {
      if (node.name.value !== "__schema" && node.name.value !== "__type") return;
      questions += 1;
      if (questions <= MAX_QUESTIONS) return;
      const extensions = { code: "QUERY_TOO_COMPLEX" };
      context.reportError(
        new GraphQLError(`Ask for the schema at most ${MAX_QUESTIONS} times.`, { nodes: node, extensions }),
      );
    },
  };
};
