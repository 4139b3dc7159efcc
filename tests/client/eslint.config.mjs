// Relay's shape of connections, descriptions everywhere, and dated deprecations.
import graphql from "@graphql-eslint/eslint-plugin";

const { rules: relay } = graphql.configs["flat/schema-relay"];

export default [
  {
    files: ["**/*.graphql"],
    languageOptions: {
      parser: graphql.parser,
      parserOptions: { graphQLConfig: { schema: "../../schema.graphql" } },
    },
    plugins: { "@graphql-eslint": graphql },
    rules: {
      ...relay,
      // Short lists are lists, and lines of the audit trail are no nodes.
      "@graphql-eslint/relay-edge-types": [
        "error",
        { withEdgeSuffix: true, shouldImplementNode: false, listTypeCanWrapOnlyEdgeType: false },
      ],
      "@graphql-eslint/require-description": [
        "error",
        { types: true, FieldDefinition: true, EnumValueDefinition: true },
      ],
      "@graphql-eslint/require-deprecation-reason": "error",
      "@graphql-eslint/naming-convention": [
        "error",
        { types: "PascalCase", FieldDefinition: "camelCase", EnumValueDefinition: "UPPER_CASE" },
      ],
    },
  },
];
