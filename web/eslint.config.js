import js from "@eslint/js";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import globals from "globals";
import tseslint from "typescript-eslint";

const DESKS = ["candidate", "jury", "replay", "session", "signin", "home"];

/** What a desk may not import: the candidate's code must never carry the jury's, and the other way round. */
const closedTo = (desk, others) => ({
  files: [`src/${desk}/**`],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: [{ group: others.map((other) => `**/${other}/**`), message: "Desks share through src/shared only." }],
      },
    ],
  },
});

export default tseslint.config(
  { ignores: ["dist", "node_modules", "src/api/schema.d.ts"] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  jsxA11y.flatConfigs.strict,
  reactHooks.configs.flat.recommended,
  {
    languageOptions: {
      globals: globals.browser,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      "@typescript-eslint/consistent-type-imports": "error",
      // The router is told where to go by throwing a Response.
      "@typescript-eslint/only-throw-error": ["error", { allow: [{ from: "lib", name: "Response" }] }],
      // A part that scrolls must be reachable with the keyboard, and then it has a role and a name.
      "jsx-a11y/no-noninteractive-tabindex": ["error", { tags: [], roles: ["region", "log", "tabpanel"] }],
      "jsx-a11y/no-noninteractive-element-to-interactive-role": [
        "error",
        {
          ul: ["listbox", "menu", "tablist"],
          li: ["option", "menuitem", "tab"],
          tr: ["row", "option"],
          table: ["grid"],
        },
      ],
      // What a desk asked the server about one customer is dropped when another is opened: an effect does that.
      "react-hooks/set-state-in-effect": "off",
    },
  },
  {
    files: ["src/**/*.tsx"],
    ignores: ["src/**/*.test.tsx"],
    rules: {
      "no-restricted-syntax": [
        "error",
        { selector: "JSXText[value=/\\p{L}{2,}/u]", message: "Words on the screen go through i18n (src/i18n/fr/…)." },
      ],
    },
  },
  { files: ["*.config.js"], ...tseslint.configs.disableTypeChecked },
  closedTo("candidate", ["jury", "session", "home", "signin"]),
  closedTo("jury", ["candidate", "home", "signin"]),
  closedTo("shared", DESKS),
);
