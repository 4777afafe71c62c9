// The documents of the fixture server: a small PDF, a page with everything a preview must not let through,
// and notes.

export interface FixtureDocument {
  mediaType: string;
  body: Buffer;
}

export const pdfPassage = 'Full-time employees have 25 days of vacation a year.';
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

export const documents: ReadonlyMap<string, FixtureDocument> = new Map([
  ['handbook.pdf', { mediaType: 'application/pdf', body: makePdf(6) }],
  ['security.html', { mediaType: 'text/html; charset=utf-8', body: Buffer.from(html) }],
  ['unclosed.html', { mediaType: 'text/html; charset=utf-8', body: Buffer.from(unclosed) }],
  ['travel notes.md', { mediaType: 'text/markdown; charset=utf-8', body: Buffer.from(notes) }],
]);

function makePdf(pages: number): Buffer {
  const numbers = Array.from({ length: pages }, (_, index) => index + 1);
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages} /Kids [${numbers.map((n) => `${2 + 2 * n} 0 R`).join(' ')}] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...numbers.flatMap((number) => makePdfPage(number)),
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
    `${pdf}${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${pdf.length}\n%%EOF\n`,
  );
}

function makePdfPage(number: number): [string, string] {
  const text = number === 3 ? pdfPassage : 'Nothing about vacation here.';
  const drawn = `BT /F1 28 Tf 60 760 Td (Handbook, page ${number}) Tj /F1 14 Tf 0 -40 Td (${text}) Tj ET`;
  const fonts = '/Resources << /Font << /F1 3 0 R >> >>';
  return [
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] ${fonts} /Contents ${3 + 2 * number} 0 R >>`,
    `<< /Length ${drawn.length} >>\nstream\n${drawn}\nendstream`,
  ];
}
