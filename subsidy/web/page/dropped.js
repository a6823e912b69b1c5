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

async function walked(entry, inFolder) {
  const name = entry.fullPath.replace(/^\//, "");
  if (entry.isFile) return [await opened(entry, name, inFolder)];
  const below = [];
  for (const inside of await entriesOf(entry.createReader())) below.push(...(await walked(inside, true)));
  return below;
}

function opened(entry, name, inFolder) {
  return new Promise((resolve) => {
    entry.file((file) => resolve({ file, name, inFolder }), () => resolve({ file: null, name, inFolder }));
  });
}

/** All entries of a folder: a reader gives them some at a time. */
async function entriesOf(reader) {
  const all = [];
  for (;;) {
    const some = await new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (some.length === 0) return all;
    all.push(...some);
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
  ["register", /register|登记|名册|名单/i], ["firsts", /first|首创|首单|突破/i], ["warehousing", /warehous|仓储/i],
  ["prior", /prior|grants|发放|拨付/i], ["rates", /rates|汇率/i], ["quantities", /quantit|数量/i],
];

/** What a file is likely to be, by its own name; the user sees it and can say otherwise. */
export function likelyKind(name) {
  const own = name.split("/").at(-1);
  return KIND_OF.find(([, pattern]) => pattern.test(own))?.[0] ?? "files";
}
