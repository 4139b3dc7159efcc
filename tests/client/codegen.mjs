// Types and documents for the client, from the schema and the operations that are saved with it.
export default {
  schema: "../../schema.graphql",
  documents: ["../../src/http/graphiql/operations/**/*.graphql", "operations/*.graphql"],
  ignoreNoDocuments: false,
  generates: {
    "./generated/": {
      preset: "client",
      presetConfig: { fragmentMasking: false, persistedDocuments: true },
      config: {
        documentMode: "string",
        useTypeImports: true,
        enumsAsTypes: true,
        scalars: { DateTime: "string", NaiveDate: "string", Upload: "Blob" },
        strictScalars: true,
      },
    },
  },
};
