import { writeFileSync } from 'node:fs';
import { GALLERY_PATH, renderGallery } from './gallery.ts';

writeFileSync(GALLERY_PATH, renderGallery());
process.stdout.write(`${GALLERY_PATH}\n`);
