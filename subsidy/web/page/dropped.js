// Files that are dropped: whole folders are walked, and what of them is no table is left out.

const TABLES = [".csv", ".tsv", ".txt", ".gz", ".xlsx", ".xls", ".parquet"];

/** The files of a drop, each with its path below what was dropped; entries must be asked for before the event is over. */
export function droppedFiles(transfer) {
  const items = [...transfer.items].filter((item) => item.kind === "file");
  return Promise.all(items.map((item) => fromItem(item.webkitGetAsEntry?.(), item.getAsFile()))).then((lists) => lists.flat());
}

function fromItem(entry, file) {
  return entry ? walked(entry, false) : [{ file, name: file.name, inFolder: false }];
}

/** A file, or all files below a folder; what the browser cannot read is there without its file. */
async function walked(entry, inFolder) {
  const name = entry.fullPath.replace(/^\//, "");
  if (entry.isFile) return [await opened(entry, name, inFolder)];
  const { inside, whole } = await entriesOf(entry.createReader());
  const below = whole ? [] : [{ file: null, name, inFolder }];
  for (const one of inside) below.push(...(await walked(one, true)));
  return below;
}

function opened(entry, name, inFolder) {
  return new Promise((resolve) => {
    entry.file((file) => resolve({ file, name, inFolder }), () => resolve({ file: null, name, inFolder }));
  });
}

/** The entries of a folder, which a reader gives some at a time, and whether these are all. */
async function entriesOf(reader) {
  const inside = [];
  for (;;) {
    const some = await new Promise((resolve) => reader.readEntries(resolve, () => resolve(null)));
    if (!some?.length) return { inside, whole: some !== null };
    inside.push(...some);
  }
}

/** The files of a file field. */
export function pickedFiles(files) {
  return [...files].map((file) => ({ file, name: file.webkitRelativePath || file.name, inFolder: Boolean(file.webkitRelativePath) }));
}

/** Whether a file that stands in a folder is one of its tables, as the command line takes a folder. */
export function isTable(name) {
  const parts = name.split("/");
  const hidden = parts.some((part) => part.startsWith("."));
  return !hidden && !parts.at(-1).startsWith("~$") && TABLES.some((ending) => name.toLowerCase().endsWith(ending));
}

const KIND_OF = [
  ["register", ["register"], /登记|名册|名单/],
  ["firsts", ["firsts", "breakthroughs"], /首创|首单|突破/],
  ["warehousing", ["warehousing", "warehouse"], /仓储/],
  ["prior", ["prior", "grants"], /发放|拨付/],
  ["rates", ["rates"], /汇率/],
  ["quantities", ["quantities"], /数量/],
];
const IMPORTS = ["imports", "import", "declarations"];

/** What a file is likely to be, by the words of its own name; the user sees it and can say otherwise. */
export function likelyKind(name) {
  const own = name.split("/").at(-1);
  const words = own.toLowerCase().split(/[^a-z]+/);
  if (words.some((word) => IMPORTS.includes(word))) return "files";
  return KIND_OF.find(([, named, pattern]) => named.some((word) => words.includes(word)) || pattern.test(own))?.[0] ?? "files";
}
