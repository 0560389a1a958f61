import { type Behaviour, NO_BEHAVIOUR, type Program } from "../program.js";

export function readGo(_program: Program): Behaviour {
  return NO_BEHAVIOUR;
}
