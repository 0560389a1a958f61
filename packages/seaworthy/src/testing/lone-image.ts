export { type ImageSketch as ImageCase, imageOf, type SketchedFile as ImageFile } from "../models/image/sketch.js";
