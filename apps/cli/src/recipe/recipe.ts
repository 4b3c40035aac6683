/** One thing to export: a command that prints it, or where to click for it. */
export interface RecipeStep {
  readonly title: string;
  /** Shell commands (POSIX sh, curl, jq); secrets come from the environment and are never written into them. */
  readonly run?: readonly string[];
  /** Where to click, in order. */
  readonly click?: readonly string[];
  /** What to upload, or to give to `ringcheck check`. */
  readonly file: string;
  /** What the file decides for each device. */
  readonly decides: string;
}

/** How to get, with reading rights only, exactly the exports that are read from one system. */
export interface Recipe {
  /** As `ringcheck recipe ID` names it. */
  readonly id: string;
  readonly title: string;
  /** Sources of `@ringcheck/sources` that read the files of the steps. */
  readonly sources: readonly string[];
  /** The smallest right that is enough, and where it is given. */
  readonly access: {
    readonly rights: readonly string[];
    readonly how: string;
  };
  readonly environment: readonly { readonly name: string; readonly meaning: string }[];
  readonly steps: readonly RecipeStep[];
  /** What this system cannot tell, and where to get it instead. */
  readonly gaps: readonly string[];
}
