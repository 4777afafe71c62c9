// The documents of the fixture server: a small PDF, a page with everything a preview must not let through,
// and notes.

export interface FixtureDocument {
  mediaType: string;
  body: Buffer;
}

export const pdfPassage = 'Full-time employees have 25 days of vacation a year.';
export const secondPdfPassage = 'Up to five unused days of vacation move on to the next year.';
export const htmlPassage = 'Report a security incident to the duty officer within one hour.';
export const textPassage = 'Meals on a journey are paid up to 60 euros a day, with receipts.';

const paragraphs = (count: number, about: string) =>
  Array.from(
    { length: count },
    (_, index) => `Paragraph ${index + 1} of the ${about}, here to make it long.`,
  );

const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Security</title>
<style>body { color: red }</style><script>document.title = 'ran'</script>
<link rel="stylesheet" href="https://elsewhere.example/style.css"></head>
<body style="background: lime" onload="parent.document.title = 'ran'"><h1>Security</h1>
<p>${paragraphs(40, 'policy').join('</p><p>')}</p>
<p>Report a <b>security incident</b> to the
<a href="javascript:alert(1)">duty officer</a> within one hour.</p>
<img src="https://elsewhere.example/pixel.png" alt="The duty officer"><img src=x onerror="parent.alert(1)">
<form action="https://elsewhere.example/"><input name="password"><button>Send</button></form>
<iframe src="https://elsewhere.example/"></iframe><svg onload="alert(1)"><text>drawn</text></svg>
<custom-part>Kept text</custom-part></body></html>`;

const notes = [
  '# Travel notes',
  ...paragraphs(60, 'notes'),
  'Meals on a journey are paid up to **60 euros** a day,\nwith receipts.',
  'More of it stands in [rules.pdf].',
  ...paragraphs(60, 'notes'),
].join('\n\n');

/** One tag after another and none of them closed, nearly as much as a preview takes. */
const unclosed = `<p>${htmlPassage}</p>` + '<html '.repeat(300_000);

/** The passage with much around it, in one line, as passages come. */
export const longPassage = [...paragraphs(30, 'handbook'), pdfPassage, ...paragraphs(30, 'handbook')].join(
  ' ',
);

/** A passage of security.html that is most of it, with the sentence at its end. */
export const longHtmlPassage = [...paragraphs(40, 'policy'), htmlPassage].join('  ');

/** Page 3 has a line for everything on it; the others have none of it. */
const handbook = [1, 2, 3, 4, 5, 6].map((page) =>
  drawLines(
    `Handbook, page ${page}`,
    page === 3
      ? [...linesOf(pdfPassage, 30), '', ...linesOf(secondPdfPassage, 40)]
      : ['Nothing about leave here.'],
  ),
);

function linesOf(text: string, charsMax: number): string[] {
  return text.match(new RegExp(`.{1,${charsMax}}(?: |$)`, 'g')) ?? [];
}

export const chinesePassage = '全职员工每年有二十五天带薪年假。';
const chinese = `BT /F2 14 Tf 60 700 Td <${[...chinesePassage]
  .map((letter) => letter.charCodeAt(0).toString(16).padStart(4, '0'))
  .join('')}> Tj ET`;

/** As if a password were needed to open it: no key fits these words. */
const encryption =
  `/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 ` +
  `/O <${'4f'.repeat(32)}> /U <${'55'.repeat(32)}> >>`;

export const documents: ReadonlyMap<string, FixtureDocument> = new Map([
  ['handbook.pdf', { mediaType: 'application/pdf', body: makePdf(handbook) }],
  ['protected.pdf', { mediaType: 'application/pdf', body: makePdf(handbook, encryption) }],
  ['damaged.pdf', { mediaType: 'application/pdf', body: Buffer.from('%PDF-1.4 and nothing that follows') }],
  ['chinese.pdf', { mediaType: 'application/pdf', body: makePdf([chinese]) }],
  ['scanned.pdf', { mediaType: 'application/pdf', body: makePdf(['0.9 g 60 60 475 722 re f']) }],
  ['security.html', { mediaType: 'text/html; charset=utf-8', body: Buffer.from(html) }],
  ['unclosed.html', { mediaType: 'text/html; charset=utf-8', body: Buffer.from(unclosed) }],
  ['travel.txt', { mediaType: 'text/plain; charset=utf-8', body: Buffer.from(notes) }],
  [
    'setup.md',
    { mediaType: 'text/markdown', body: Buffer.from('# Set-up\n\n```js\nconst days = 25;\n```\n') },
  ],
  ['travel notes.md', { mediaType: 'text/markdown; charset=utf-8', body: Buffer.from(notes) }],
]);

/** Written as PDFs are, so that it must be read as one; each page is what is drawn on it. */
function makePdf(drawings: string[], trailer = ''): Buffer {
  const numbers = drawings.map((_, index) => index + 1);
  const kids = numbers.map((n) => `${3 + 2 * n} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${drawings.length} /Kids [${kids}] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    // Names a map of characters without holding it, as documents in Chinese may.
    `<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts ` +
      `[<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo ` +
      `<< /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor << /Type /FontDescriptor ` +
      `/FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 ` +
      `/Descent -120 /CapHeight 880 /StemV 93 >> >>] >>`,
    ...drawings.flatMap(makePdfPage),
  ];
  let pdf = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const place = pdf.length;
    pdf += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const size = objects.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${places.join('')}`;
  return Buffer.from(
    `${pdf}${table}trailer\n<< /Size ${size} /Root 1 0 R ${trailer} >>\nstartxref\n${pdf.length}\n%%EOF\n`,
  );
}

function makePdfPage(drawn: string, index: number): [string, string] {
  const fonts = '/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >>';
  return [
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] ${fonts} /Contents ${6 + 2 * index} 0 R >>`,
    `<< /Length ${drawn.length} >>\nstream\n${drawn}\nendstream`,
  ];
}

/** One below the other, as lines are in a PDF: nothing says that they belong together. */
function drawLines(title: string, lines: readonly string[]): string {
  const below = lines.map((line) => `0 -20 Td (${line}) Tj`).join(' ');
  return `BT /F1 28 Tf 60 760 Td (${title}) Tj /F1 14 Tf 0 -20 Td ${below} ET`;
}
