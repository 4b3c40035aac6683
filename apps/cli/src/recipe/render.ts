import type { Recipe, RecipeStep } from './recipe.js';

/** The names of all recipes, one a line. */
export function renderRecipeList(recipes: readonly Recipe[]): string {
  const width = Math.max(...recipes.map(({ id }) => id.length));
  const lines = recipes.map(({ id, title }) => `  ${id.padEnd(width)}  ${title}`);
  return `Read-only exports, by where they come from:\n\n${lines.join('\n')}\n\nringcheck recipe NAME prints the commands and clicks.\n`;
}

/** One recipe for a terminal. */
export function renderRecipeText(recipe: Recipe): string {
  const environment = recipe.environment.map(({ name, meaning }) => `  ${name}: ${meaning}`);
  return [
    recipe.title,
    '',
    'Rights, and no others:',
    ...recipe.access.rights.map((right) => `  - ${right}`),
    `  ${recipe.access.how}`,
    ...(environment.length === 0 ? [] : ['', 'Set in the environment first:', ...environment]),
    ...recipe.steps.flatMap((step, index) => ['', `${index + 1}. ${step.title}`, ...stepText(step)]),
    ...(recipe.gaps.length === 0 ? [] : ['', 'Not to be had here:']),
    ...recipe.gaps.map((gap) => `  - ${gap}`),
    '',
    `Then: ringcheck check .   (or ringcheck upload . --server URL)`,
    '',
  ].join('\n');
}

function stepText({ run, click, file, decides }: RecipeStep): readonly string[] {
  return [
    ...(run ?? []).map((line) => `     ${line}`),
    ...(click ?? []).map((line) => `   > ${line}`),
    `   file: ${file}`,
    `   decides: ${decides}`,
  ];
}

/** All recipes as a page. */
export function renderRecipesMarkdown(recipes: readonly Recipe[]): string {
  const list = recipes.map(({ id, title }) => `| \`ringcheck recipe ${id}\` | ${title} |`);
  return [
    '# What to export, and how',
    '',
    'Commands and clicks that only read, with the smallest rights that do. Secrets come from the environment. They need',
    '`curl` and `jq`. `ringcheck recipe NAME` prints one of them.',
    '',
    '| command | exports of |',
    '|---|---|',
    ...list,
    ...recipes.flatMap(recipeMarkdown),
    '',
  ].join('\n');
}

function recipeMarkdown(recipe: Recipe): readonly string[] {
  const environment = recipe.environment.map(({ name, meaning }) => `- \`${name}\`: ${meaning}`);
  return [
    '',
    `## ${recipe.title}`,
    '',
    `Rights: ${recipe.access.rights.join('; ')}. ${recipe.access.how}`,
    ...(environment.length === 0 ? [] : ['', ...environment]),
    ...recipe.steps.flatMap(stepMarkdown),
    ...(recipe.gaps.length === 0 ? [] : ['', ...recipe.gaps.map((gap) => `- ${gap}`)]),
  ];
}

function stepMarkdown({ title, run, click, file, decides }: RecipeStep): readonly string[] {
  return [
    '',
    `### ${title}`,
    '',
    ...(run === undefined ? [] : ['```sh', ...run, '```', '']),
    ...(click ?? []).map((line, index) => `${index + 1}. ${line}`),
    ...(click === undefined ? [] : ['']),
    `File: \`${file}\`. Decides: ${decides}.`,
  ];
}
