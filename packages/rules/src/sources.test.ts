import { rules } from './index.js';
import { questionRules } from './registry.js';

const schemas = 'https://github.com/apple/device-management/';

describe('the sources of the rule pack', () => {
  const sources = [...rules, ...questionRules].flatMap(({ id, sources: all }) =>
    all.map((source) => [`${id}: ${source.title}`, source] as const),
  );

  it.each(sources.filter(([, { url }]) => url?.startsWith(schemas)))(
    'name the file of the schema they speak of: %s',
    (_name, { url, title }) => {
      expect(url).toMatch(/\/[a-zA-Z][\w.()-]*[\w)]\.yaml$|\/tree\/release\/[\w/]+$/);
      expect(title).toMatch(/: [\w(]/);
    },
  );

  it('call a conclusion of ours ours, and never high without a page', () => {
    for (const [, { title, url }] of sources) {
      expect(title.trim()).not.toMatch(/[:,]$/);
      if (title.startsWith('Our conclusion')) expect(url).toBeUndefined();
    }
  });
});
