/** A file with the path its folder gives it. */
export interface PickedFile {
  readonly path: string;
  readonly file: File;
}

/** Files of an input; those of a folder bring their path along. */
export function filesOfInput(files: FileList): PickedFile[] {
  return [...files].map((file) => ({
    path: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath,
    file,
  }));
}

/** Files of a drop. A dropped folder is walked: the browser gives it as one entry that cannot be read. */
export async function filesOfDrop(data: DataTransfer): Promise<PickedFile[]> {
  // All entries are taken before the first wait: the browser empties the list after the event.
  const taken = [...data.items]
    .filter(({ kind }) => kind === 'file')
    .map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const picked = await Promise.all(
    taken.map(({ entry, file }) => {
      if (entry !== null) return walk(entry);
      return file === null ? [] : [{ path: file.name, file }];
    }),
  );
  return picked.flat();
}

async function walk(entry: FileSystemEntry): Promise<PickedFile[]> {
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [{ path: entry.fullPath.replace(/^\//, ''), file }];
  }
  if (!isFolder(entry)) return [];
  const reader = entry.createReader();
  const picked: PickedFile[] = [];
  // A reader gives at most a hundred entries at a time, and none at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return picked;
    for (const child of some) picked.push(...(await walk(child)));
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
