import { diode, electrolytic, resistor, transistor } from "../leaded.ts";
import { ball, block, disc, tube } from "../solid.ts";
import { lifted } from "../scene.ts";
import { between, circle, cycle, type Drawing, group, line, rect, shape, text, times } from "../svg.ts";

function fan(count: number, part: () => string, scale: number): Drawing {
  return (random) =>
    times(count, (i) => {
      const y = 360 + (i - (count - 1) / 2) * (440 / count) * 1.1;
      return lifted(
        group(
          `translate(${360 + between(random, -26, 26)} ${y}) rotate(${-16 + between(random, -9, 9)}) scale(${scale})`,
          part(),
        ),
      );
    });
}

const e6 = [10, 15, 22, 33, 47, 68] as const;

const resistorKit: Drawing = () =>
  times(7, (i) => {
    const ohms = cycle(e6, i) * 10 ** (i % 5);
    const label = ohms >= 1e6 ? `${ohms / 1e6} MΩ` : ohms >= 1000 ? `${ohms / 1000} kΩ` : `${ohms} Ω`;
    return lifted(
      group(
        `translate(${360 + (i - 3) * 8} ${108 + i * 84}) rotate(${-13 + i * 1.5})`,
        block(-300, -34, 60, 72, "#efe3bd", { depth: 2 }),
        block(240, -34, 60, 72, "#efe3bd", { depth: 2 }),
        group("translate(-270 2) rotate(-90)", text(0, 0, 15, label, "#5a4a24", 'font-weight="bold"')),
        times(5, (k) =>
          group(
            `translate(${(k % 2) * 8 - 4} ${-26 + k * 13.5})`,
            line("M-240 0H240", "#aeb5bc", 3),
            group("scale(0.42)", resistor(ohms, 1)),
          ),
        ),
      ),
    );
  });

const ceramic: Drawing = (random) =>
  times(5, (i) =>
    lifted(
      group(
        `translate(${(i > 2 ? 250 : 150) + (i % 3) * 210} ${140 + Math.floor(i / 3) * 270 + (i % 2) * 30}) rotate(${between(random, -34, 34)})`,
        line("M-30 40C-34 90 -40 110 -40 200", "#9aa1a9", 8),
        line("M30 40C34 90 40 110 40 220", "#c3c9d0", 8),
        ball(0, 0, 76, "#d98a2b"),
        rect(-38, 56, 16, 30, "#c77a20", 'rx="6"'),
        rect(22, 56, 16, 30, "#c77a20", 'rx="6"'),
        text(0, 0, 44, "104", "#4b2c08", 'font-weight="bold"'),
      ),
    ),
  );

const cans: Drawing = () =>
  lifted(group("translate(180 470) rotate(-9)", electrolytic(170, 330, "#23406f", "1000µF 16V"))) +
  lifted(group("translate(355 500) rotate(4)", electrolytic(130, 260, "#26292d", "470µF 25V"))) +
  lifted(group("translate(492 520) rotate(-5)", electrolytic(96, 190, "#23406f", "100µF 35V"))) +
  lifted(group("translate(590 540) rotate(9)", electrolytic(72, 140, "#26292d", "47µF 50V"))) +
  lifted(group("translate(655 560) rotate(-4)", electrolytic(50, 100, "#23406f", "10µF")));

const potentiometer: Drawing = () => {
  const one = (x: number, y: number, turn: number, knob: string, bare: boolean) =>
    lifted(
      group(
        `translate(${x} ${y}) rotate(${turn})`,
        times(
          3,
          (i) => rect(-52 + i * 42, 90, 20, 110, "url(#steel-x)", 'rx="5"') + circle(-42 + i * 42, 180, 5, "#5b636c"),
        ),
        block(-84, 40, 168, 66, "#8a4a20", { radius: 8 }),
        circle(0, 8, 112, "#59616a"),
        circle(0, 0, 112, "url(#steel)"),
        circle(0, 0, 100, "none", 'stroke="#fff" stroke-opacity="0.5" stroke-width="3"'),
        shape(
          `M${times(6, (i) => `${60 * Math.cos((i * Math.PI) / 3)} ${60 * Math.sin((i * Math.PI) / 3)} `)}Z`,
          "#aab1b9",
        ),
        bare
          ? disc(0, 0, 36, "#d6dbe1") +
              rect(-4, -36, 8, 72, "#6b727a") +
              times(18, (i) => circle(36 * Math.cos(i * 0.349), 36 * Math.sin(i * 0.349), 3, "#7b838c"))
          : circle(0, 10, 84, "#0b0c0e") +
              ball(0, 0, 84, knob) +
              times(24, (i) =>
                line(
                  `M${70 * Math.cos(i * 0.262)} ${70 * Math.sin(i * 0.262)}L${83 * Math.cos(i * 0.262)} ${83 * Math.sin(i * 0.262)}`,
                  "#0006",
                  4,
                ),
              ) +
              disc(0, 0, 56, knob) +
              rect(-4, -54, 8, 40, "#f4f6f8", 'rx="3"'),
      ),
    );
  return (
    one(220, 220, -14, "#24272b", false) + one(500, 290, 18, "#24272b", true) + one(270, 510, 28, "#2f6fd0", false)
  );
};

const buttons: Drawing = (random) =>
  times(9, (i) => {
    const cap = cycle(["#d8342e", "#f0c021", "#2f9e4d", "#2f6fd0", "#f1f3f5"], i);
    const corner = (x: number, y: number) => rect(x, y, 40, 10, "url(#steel-y)");
    return lifted(
      group(
        `translate(${150 + (i % 3) * 210} ${140 + Math.floor(i / 3) * 210}) rotate(${between(random, -24, 24)})`,
        corner(-96, -44),
        corner(-96, 34),
        corner(56, -44),
        corner(56, 34),
        block(-70, -70, 140, 140, "#26292d", { radius: 8, depth: 8 }),
        [-50, 50].map((x) => [-50, 50].map((y) => circle(x, y, 8, "#9aa1a9")).join("")).join(""),
        circle(0, 8, 54, "#0006"),
        disc(0, 0, 54, cap),
        circle(0, 0, 44, "none", 'stroke="#fff" stroke-opacity="0.35" stroke-width="3"'),
      ),
    );
  });

const transistors: Drawing = (random) =>
  times(6, (i) =>
    lifted(
      group(
        `translate(${140 + (i % 3) * 220} ${150 + Math.floor(i / 3) * 300}) rotate(${between(random, -22, 22)})`,
        transistor("2N2222"),
      ),
    ),
  );

const crystalPicture: Drawing = () =>
  lifted(
    group(
      "translate(320 300) rotate(-16)",
      rect(-86, 60, 14, 260, "url(#steel-x)"),
      rect(76, 60, 14, 300, "url(#steel-x)"),
      tube(-170, -74, 340, 150, "#d6dbe1", "x", 54),
      rect(-184, 52, 368, 30, "url(#steel-y)", 'rx="14"'),
      text(0, -4, 52, "16.000", "#5b636c", 'font-weight="bold"'),
    ),
  ) +
  times(2, (i) =>
    lifted(
      group(
        `translate(${560 + i * 40} ${250 + i * 250}) rotate(${24 - i * 46})`,
        line("M-18 30V150M18 30V170", "#aab1b9", 6),
        ball(0, 0, 46, "#e0a23a"),
        text(0, 0, 30, "22", "#4b2c08", 'font-weight="bold"'),
      ),
    ),
  );

export const passivePictures: Readonly<Record<string, Drawing>> = {
  "Resistor/Resistor 220R-1.jpg": fan(3, () => resistor(220, 1), 1.55),
  "Resistor/Resistor 4K7-1.jpg": fan(4, () => resistor(4700, 1), 1.4),
  "Resistor/Resistor 10K-1.jpg": fan(3, () => resistor(10_000, 5), 1.55),
  "Resistor/Resistor Kit 600-1.jpg": resistorKit,
  "Capacitor/Ceramic 104-1.jpg": ceramic,
  "Capacitor/Electrolytic Kit-1.jpg": cans,
  "Potentiometer/B10K-1.jpg": potentiometer,
  "Button/Tact 12mm-1.jpg": buttons,
  "Diode/1N4007-1.jpg": fan(4, diode, 1.4),
  "Transistor/2N2222A-1.jpg": transistors,
  "Crystal/Crystal 16MHz-1.jpg": crystalPicture,
};
