/**
 * Of the code of called functions V8 puts a third of the usual length into a hot one. With more, making machine code of
 * the rules takes longer than it ever saves: a sixth of judging the first 10,000 devices of a process; the later ones
 * take the same time.
 */
export const inliningFlag = '--max-inlined-bytecode-size-cumulative=300';
