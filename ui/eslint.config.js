import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

// shared <- domain folders <- views. Codes, header, practice and rules are read by several domains; settings/ shows
// the forms of security/; no other domain reads another.
const readByOthers = ['codes', 'header', 'practice', 'rules'];
const domains = ['queue', 'chart', 'picklists', 'dictionary', 'security', 'settings', 'frame', 'changes', 'claims', ...readByOthers];

function mayNotImport(folder, patterns) {
  return {
    files: [`src/${folder}/**/*.{ts,svelte}`],
    rules: { 'no-restricted-imports': ['error', { patterns: [...onlyTheFrontDoor, ...patterns] }] },
  };
}

const onlyTheFrontDoor = [
  { group: ['**/ipc/bindings'], message: 'Import from ipc/index: it is the only place that invokes.' },
  { group: ['@tauri-apps/api/core'], message: 'ipc/index is the only place that invokes.' },
];
const views = { group: ['**/views/**'], message: 'Views read the domains, never the other way.' };
const domainFolders = (except) => ({
  group: domains.filter((domain) => !except.includes(domain)).map((domain) => `../${domain}/**`),
  message: 'A domain folder reads shared/, header/, codes/, practice/ and rules/, not another domain.',
});

export default ts.config(
  { ignores: ['dist', 'node_modules', 'src/ipc/bindings.ts'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser } } },
  { files: ['*.{js,ts}'], languageOptions: { globals: { ...globals.node } } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
  },
  {
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'svelte/no-at-html-tags': 'error',
      'svelte/require-each-key': 'error',
      'svelte/prefer-svelte-reactivity': 'off',
      // WebKit obeys the attribute at the next paint, even when the hand has gone on to another field by then.
      'no-restricted-syntax': ['error', { selector: 'SvelteAttribute[key.name="autofocus"]', message: 'Focus with an attachment: {@attach (node) => node.focus()}.' }],
      'max-lines': ['error', 500],
    },
  },
  { files: ['src/**/*.{ts,svelte}'], ignores: ['src/ipc/index.ts'], rules: { 'no-restricted-imports': ['error', { patterns: onlyTheFrontDoor }] } },
  mayNotImport('shared', [views, { group: [...domains.map((name) => `../${name}/**`), '../app.svelte', '../commands/registry*'], message: 'shared/ knows no domain.' }]),
  ...domains.map((domain) => mayNotImport(domain, [views, domainFolders([domain, ...readByOthers, ...(domain === 'settings' ? ['security'] : [])])])),
);
