import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist", "node_modules"] },
  ...tseslint.configs.strict,
  {
    files: ["**/*.{ts,tsx}"],
    rules: {
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: "textContent or Preact nodes only" },
        { property: "outerHTML", message: "textContent or Preact nodes only" },
        { property: "insertAdjacentHTML", message: "textContent or Preact nodes only" },
      ],
      "no-restricted-syntax": ["error", { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: "Preact nodes only" }],
    },
  },
);
