// Loaded lazily: highlight.js, as values and not as HTML.
import { createLowlight } from 'lowlight';

type Grammar = Parameters<ReturnType<typeof createLowlight>['register']>[1];
type Node = ReturnType<ReturnType<typeof createLowlight>['highlight']>['children'][number];

/** Some words of a code and what they are; empty for what has no colour. */
export interface Span {
  text: string;
  kind: string;
}

const load: Record<string, () => Promise<{ default: Grammar }>> = {
  bash: () => import('highlight.js/lib/languages/bash'),
  c: () => import('highlight.js/lib/languages/c'),
  cpp: () => import('highlight.js/lib/languages/cpp'),
  csharp: () => import('highlight.js/lib/languages/csharp'),
  css: () => import('highlight.js/lib/languages/css'),
  diff: () => import('highlight.js/lib/languages/diff'),
  dockerfile: () => import('highlight.js/lib/languages/dockerfile'),
  go: () => import('highlight.js/lib/languages/go'),
  ini: () => import('highlight.js/lib/languages/ini'),
  java: () => import('highlight.js/lib/languages/java'),
  javascript: () => import('highlight.js/lib/languages/javascript'),
  json: () => import('highlight.js/lib/languages/json'),
  kotlin: () => import('highlight.js/lib/languages/kotlin'),
  php: () => import('highlight.js/lib/languages/php'),
  powershell: () => import('highlight.js/lib/languages/powershell'),
  python: () => import('highlight.js/lib/languages/python'),
  ruby: () => import('highlight.js/lib/languages/ruby'),
  rust: () => import('highlight.js/lib/languages/rust'),
  sql: () => import('highlight.js/lib/languages/sql'),
  swift: () => import('highlight.js/lib/languages/swift'),
  typescript: () => import('highlight.js/lib/languages/typescript'),
  xml: () => import('highlight.js/lib/languages/xml'),
  yaml: () => import('highlight.js/lib/languages/yaml'),
};

const otherNames: Record<string, string> = {
  'c#': 'csharp',
  'c++': 'cpp',
  console: 'bash',
  cs: 'csharp',
  html: 'xml',
  js: 'javascript',
  jsonc: 'json',
  jsx: 'javascript',
  kt: 'kotlin',
  ps1: 'powershell',
  py: 'python',
  rb: 'ruby',
  rs: 'rust',
  sh: 'bash',
  shell: 'bash',
  svg: 'xml',
  toml: 'ini',
  ts: 'typescript',
  tsx: 'typescript',
  yml: 'yaml',
  zsh: 'bash',
};

const lowlight = createLowlight();

export async function colour(code: string, named: string): Promise<Span[] | null> {
  const language = otherNames[named] ?? named;
  if (!lowlight.registered(language)) {
    const grammar = Object.hasOwn(load, language) ? await load[language]?.() : undefined;
    if (!grammar) return null;
    lowlight.register(language, grammar.default);
  }
  return lowlight.highlight(language, code).children.flatMap((node) => spansOf(node, ''));
}

function spansOf(node: Node, kind: string): Span[] {
  if (node.type === 'text') return [{ text: node.value, kind }];
  if (node.type !== 'element') return [];
  const names = node.properties['className'];
  const [name] = Array.isArray(names) ? names : [];
  const own = typeof name === 'string' ? name.replace(/^hljs-/, '') : kind;
  return node.children.flatMap((child) => spansOf(child, own));
}
