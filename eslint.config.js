// What ESLint asks of the scripts in static/ and of their tests.

import js from '@eslint/js';
import globals from 'globals';

const rules = {
  ...js.configs.recommended.rules,
  'consistent-return': 'off', // `return this.show(…)` ends a function early
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'no-shadow': 'error',
  'no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
  'no-var': 'error',
  'object-shorthand': 'error',
  'prefer-const': 'error',
  'max-lines': ['error', { max: 250 }],
};
const language = { ecmaVersion: 2024, sourceType: 'module' };

export default [
  { ignores: ['static/vendor/**'] }, // as their authors publish them
  { files: ['static/**/*.js'], languageOptions: { ...language, globals: globals.browser }, rules },
  { files: ['tests/static/**/*.js'], languageOptions: { ...language, globals: globals.node }, rules },
];
