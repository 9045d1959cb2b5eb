import type { CodegenConfig } from "@graphql-codegen/cli";

/** Types for every operation in src/, from the schema as the server has it; written to src/gql/, which is not committed. */
const config: CodegenConfig = {
  schema: "../../schema.graphql",
  documents: ["src/**/*.{ts,tsx}", "!src/gql/**"],
  generates: {
    "./src/gql/": {
      preset: "client",
      presetConfig: { fragmentMasking: { unmaskFunctionName: "fragmentData" } },
      config: {
        useTypeImports: true,
        immutableTypes: true,
        // Decimals come as text, so that they are exact; see parts/Price.tsx.
        scalars: { CurrencyCode: "string", DateTime: "string", Decimal: "`${number}`" },
      },
    },
  },
};

export default config;
