import type { CodegenConfig } from "@graphql-codegen/cli";

const config: CodegenConfig = {
  schema: "../../schema.graphql",
  documents: "src/apollo/*.ts",
  generates: {
    "src/apollo/generated/": {
      preset: "client",
      presetConfig: { fragmentMasking: false },
      config: {
        useTypeImports: true,
        scalars: { Decimal: "string", DateTime: "string", CurrencyCode: "string" },
        strictScalars: false,
      },
    },
  },
};
export default config;
