// What axe could not decide and a person has looked at, each with the reason why it is right. Whatever else
// axe leaves open fails the test that found it.

export interface LookedAt {
  rule: string;
  why: string; // what kept axe from deciding: the key of its message
  where: string; // a selector of the elements
  reason: string;
}

const contrast = 'color-contrast';

export const lookedAt: readonly LookedAt[] = [
  {
    rule: contrast,
    why: 'elmPartiallyObscured',
    where: '[data-panel] *',
    reason: 'Goes on behind the edge of a panel that scrolls, which is of one colour from top to bottom.',
  },
  {
    rule: contrast,
    why: 'elmPartiallyObscuring',
    where: 'form .chip',
    reason: 'A chosen document above the question box, on the same paper as the conversation behind it.',
  },
  {
    rule: contrast,
    why: 'bgOverlap',
    where: 'main section *, main h2, main p',
    reason: 'Lies in part behind the question box or the page header, which are opaque and stay in view.',
  },
  {
    rule: contrast,
    why: 'bgOverlap',
    where: 'dialog *',
    reason: 'Lies over the page, on an opaque surface of its own.',
  },
  {
    rule: contrast,
    why: 'imgNode',
    where: '.sheet .words *',
    reason: 'The words over the picture of a PDF page are there to be selected and read aloud, not seen.',
  },
  {
    rule: contrast,
    why: 'equalRatio',
    where: '.sheet .words *',
    reason: 'As above; a mark among them lets the words of the picture through its colour.',
  },
  {
    rule: contrast,
    why: 'equalRatio',
    where: 'button.primary',
    reason: 'In forced colours axe takes the colour that the page names for the one that the browser shows.',
  },
  {
    rule: contrast,
    why: 'nonBmp',
    where: '[aria-hidden="true"], [role="img"]',
    reason: 'A sign in the colour of the words beside it, which axe has decided.',
  },
  {
    rule: contrast,
    why: 'shortTextContent',
    where: '.citation, .sources .number, dd > p, math *',
    reason: 'One digit or letter in colours that axe has decided where there is more of them.',
  },
  {
    rule: 'th-has-data-cells',
    why: 'th-has-data-cells',
    where: '[data-panel] table',
    reason: 'Each group of rows has its own row of bars, hidden from readers, and then its numbers.',
  },
  {
    rule: 'label-content-name-mismatch',
    why: 'label-content-name-mismatch',
    where: '.more, .why',
    reason: 'What is seen is a sign and no word that could be spoken; the name says what it does.',
  },
  {
    rule: 'frame-tested',
    why: 'frame-tested',
    where: 'iframe[sandbox="allow-same-origin"]',
    reason: 'The frame of an HTML document runs no script, ours included. What it shows is not ours.',
  },
];
