// A conversation as a file of the reader's own.
import { describePlace } from '$lib/chat/citations';
import { t } from '$lib/i18n/i18n.svelte';
import type { Stored } from './store';

export type ExportFormat = 'markdown' | 'json';

export interface ExportFile {
  name: string;
  mediaType: string;
  content: string;
}

export function makeExport(stored: Stored, format: ExportFormat): ExportFile {
  const name = fileName(stored.title);
  return format === 'json'
    ? { name: `${name}.json`, mediaType: 'application/json', content: toJson(stored) }
    : { name: `${name}.md`, mediaType: 'text/markdown', content: toMarkdown(stored) };
}

function toJson({ id, title, timestamp, kept }: Stored): string {
  const turns = kept.turns.map(({ question, answer }) => ({
    question,
    answer: answer.text,
    end: answer.end,
    sources: answer.sources,
  }));
  const date = new Date(timestamp).toISOString();
  return `${JSON.stringify({ id, title, date, turns }, null, 2)}\n`;
}

function toMarkdown({ title, timestamp, kept }: Stored): string {
  const turns = kept.turns.map(({ question, answer }) => {
    const cited = answer.sources.filter(({ citation }) => answer.text.includes(`[${citation}]`));
    const sources = cited.map(({ citation }) => `- \`[${citation}]\`: ${describePlace(citation)}`);
    const list = sources.length > 0 ? `\n\n${t('source.title')}:\n\n${sources.join('\n')}` : '';
    return `## ${oneLine(question)}\n\n${answer.text}${list}\n`;
  });
  return `# ${oneLine(title)}\n\n${new Date(timestamp).toISOString()}\n\n${turns.join('\n')}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

/** Letters and digits of any language; nothing that means something in a path. */
function fileName(title: string): string {
  const name = title.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '');
  return name.slice(0, 60) || 'parley';
}
