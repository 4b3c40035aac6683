import type { Command } from '../command.js';
import { exitCodes, UsageError } from '../failure.js';
import { emit } from '../output.js';
import { renderRecipeList, renderRecipesMarkdown, renderRecipeText } from '../recipe/render.js';
import { recipes } from '../recipe/recipes.js';

/** `ringcheck recipe`: the read-only commands and clicks that give the exports that are read. */
export const recipe: Command = {
  name: 'recipe',
  usage: 'recipe [NAME] [--format text|json|md]',
  summary: 'Print the read-only commands and clicks that export what is read; alone, list them.',
  options: {
    format: { type: 'string', choices: ['text', 'json', 'md'], help: 'how to print (default: text)' },
    output: { type: 'string', value: 'PATH', help: 'write to a file' },
  },
  run: async (args, output) => {
    const [name, ...more] = args.positionals;
    if (more.length > 0) throw new UsageError('recipe takes one name', 'ringcheck recipe');
    const chosen = name === undefined ? recipes : recipes.filter(({ id }) => id === name);
    if (chosen.length === 0) {
      const names = recipes.map(({ id }) => id).join(', ');
      throw new UsageError(`no recipe ${JSON.stringify(name)}; there are ${names}`, 'ringcheck recipe');
    }
    await emit(rendered(chosen, name, args.text('format') ?? 'text'), args.text('output'), output);
    return exitCodes.ok;
  },
};

function rendered(chosen: typeof recipes, name: string | undefined, format: string): string {
  const [only] = chosen;
  if (format === 'md') return renderRecipesMarkdown(chosen);
  if (format === 'json') return `${JSON.stringify(name === undefined ? chosen : only, null, 2)}\n`;
  return name === undefined || only === undefined ? renderRecipeList(chosen) : renderRecipeText(only);
}
