import { type BaseFacts, baseFacts } from "../../knowledge/bases.js";
import { ofStage, type Stage } from "../dockerfile/dockerfile.js";

/** What is known of the image at the bottom of a stage; null where that is none, or not in the table. */
export const factsOfBase = ofStage((stage: Stage): BaseFacts | null =>
  stage.base.kind === "image" ? baseFacts(stage.base.reference) : null,
);
