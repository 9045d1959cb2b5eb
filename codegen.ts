import type { CodegenConfig } from "@graphql-codegen/cli";

/** schema.graphql and the operations of the REST shims, as typed documents. */
const config: CodegenConfig = {
  schema: "schema.graphql",
  documents: "src/rest/operations/*.graphql",
  generates: {
    "src/generated/operations.ts": {
      plugins: ["typescript-operations", "typed-document-node"],
      config: {
        enumsAsTypes: true,
        useTypeImports: true,
        scalars: {
          ID: { input: "string", output: "string" },
          DateTime: { input: "string", output: "string" },
          Decimal: { input: "string | number", output: "string" },
          CurrencyCode: { input: "string", output: "string" },
        },
      },
    },
  },
};

export default config;
