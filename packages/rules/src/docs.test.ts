import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  findMessage,
  ignoredMessages,
  placeholdersOf,
  readsProfiles,
  rules,
  sharedMessages,
} from './index.js';

const source = path.dirname(fileURLToPath(import.meta.url));
const folders = new Map(
  readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name === 'rule.ts')
    .map((entry) => [path.basename(entry.parentPath), entry.parentPath]),
);
const sections = ['What it means', 'What blocks', 'What does not', 'How to fix', 'Sources'];

describe('the rule pack', () => {
  it('has every rule that stands in a folder, and no other', () => {
    expect([...folders.keys()].sort()).toEqual(rules.map((rule) => rule.id).sort());
  });

  it('names each rule once', () => {
    expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length);
  });

  it('has words for every reason a setting does not act', () => {
    for (const [id, message] of Object.entries(ignoredMessages)) {
      expect(findMessage({}, id)).toBe(message);
      expect(message.text).toContain('{profile}');
    }
  });

  it('has no rule that words a shared message anew', () => {
    const own = rules.flatMap((rule) => Object.keys(rule.messages));
    expect(own.filter((id) => Object.hasOwn(sharedMessages, id))).toEqual([]);
  });
});

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  const page = readFileSync(path.join(folders.get(id) ?? source, 'rule.md'), 'utf8');

  it('has a page that begins with its title and has every section', () => {
    expect(page.split('\n')[0]).toBe(`# ${rule.title}`);
    const found = [...page.matchAll(/^## (.+)$/gm)].map((match) => match[1]);
    expect(found).toEqual(sections);
  });

  it('states the confidence of each source on its page', () => {
    const listed = page.slice(page.indexOf('## Sources')).match(/^- .*$/gm) ?? [];
    expect(listed.length).toBeGreaterThan(0);
    for (const line of listed) expect(line).toMatch(/\((high|medium|low) confidence\)$/);
  });

  it('has a kebab id, a title and sources', () => {
    expect(id).toMatch(/^[a-z]+(-[a-z0-9]+)+$/);
    expect(rule.title).not.toBe('');
    expect(rule.sources.length).toBeGreaterThan(0);
  });

  it('has text in every message and step', () => {
    for (const message of Object.values(rule.messages)) {
      for (const text of [message.text, ...(message.steps ?? []).map((step) => step.do)]) {
        expect(text.trim()).toMatch(/[.?]$/);
      }
      expect(placeholdersOf(message)).toEqual([...new Set(placeholdersOf(message))]);
    }
  });

  it('declares unknown when it judges by profiles; a rule that only notes has no outcome', () => {
    expect(rule.outcomes.length === 0 || rule.outcomes.includes('unknown') || !readsProfiles(rule)).toBe(
      true,
    );
  });
});
