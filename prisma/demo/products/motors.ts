import { html, note, p, specs, ul } from "../html.ts";
import { inCategory } from "../product.ts";

export const motors = inCategory("Motors & Drivers", [
  {
    id: 940,
    model: "CQRA4988",
    name: "A4988 Stepper Driver with Heatsink",
    description: html(
      p(`One pulse, one step. The red StepStick fits every printer and CNC shield with a 2 × 8
        socket and divides a full step by up to sixteen.`),
      specs({
        "Motor supply": "8 to 35 V",
        Current: "1 A without, 2 A with heatsink and airflow",
        Logic: "3 to 5.5 V",
      }),
      note("Never unplug a motor under power:", "the spike takes the output stage with it."),
    ),
    price: 1.99,
    quantity: 620,
    image: "catalog/CQRobot/Stepper Driver/A4988-1.jpg",
    views: 38,
  },
  {
    id: 941,
    model: "CQRDRV8825",
    name: "DRV8825 Stepper Driver, 1/32 Microstep",
    description: html(
      p("Drop-in step up from the A4988: 45 V, 2.2 A and microsteps down to 1/32."),
      p(`Note that the adjustment trimmer sits at the opposite end, so orient it by the EN pin
        and not by the look of the board. Adhesive heatsink supplied.`),
    ),
    price: 2.69,
    quantity: 284,
    image: "catalog/CQRobot/Stepper Driver/DRV8825-1.jpg",
    views: 24,
  },
  {
    id: 942,
    model: "CQRTMC2209",
    name: "TMC2209 Silent Stepper Driver, UART",
    description: html(
      p(`The first night with a quiet printer is a revelation. StealthChop removes the whine,
        StallGuard feels the end stop without a switch.`),
      ul(
        "4.75 to 29 V, 2.0 A RMS",
        "Interpolation to 256 microsteps",
        "Single-wire UART, four addresses",
        "R sense 110 mΩ",
      ),
    ),
    price: 5.75,
    quantity: 447,
    image: "catalog/CQRobot/Stepper Driver/TMC2209-1.jpg",
    views: 161,
  },
  {
    id: 943,
    model: "CQRL298N",
    name: "L298N Dual H-Bridge Motor Driver",
    description: html(
      p(`Old-fashioned, big and hard to kill. Runs two DC motors or one bipolar stepper from 5 to
        35 V with 2 A per bridge, and feeds 5 V back to the controller.`),
      p(`Its bipolar output stage drops about 2 V, so allow for it when choosing the battery.
        Remove the 5 V jumper above 12 V input.`),
    ),
    price: 3.4,
    quantity: 310,
    image: "catalog/CQRobot/L298N/L298N-1.jpg",
    views: 35,
  },
  {
    id: 944,
    model: "CQRTB6612",
    name: "TB6612FNG Dual Motor Driver",
    description: html(
      p("MOSFET bridges the size of a stamp: cooler than an L298 and usable down to 2.5 V motors."),
      specs({
        Continuous: "1.2 A per channel, 3.2 A peak",
        "Motor supply": "2.5 to 13.5 V",
        PWM: "up to 100 kHz",
        Standby: "below 1 µA",
      }),
    ),
    price: 3.95,
    quantity: 176,
    image: "catalog/CQRobot/TB6612/TB6612FNG-1.jpg",
    views: 22,
  },
  {
    id: 945,
    model: "CQRBTS7960",
    name: "BTS7960 43 A H-Bridge Module",
    description: html(
      p(`For wiper motors, winches and kids' ride-on cars. Two half bridges on a finned aluminium
        plate, with current sense, over-temperature and undervoltage shutdown.`),
      ul("6 to 27 V supply", "43 A limit, 20 A sustained", "3.3 and 5 V logic, 25 kHz PWM"),
    ),
    price: 8.4,
    quantity: 92,
    image: "catalog/CQRobot/BTS7960/BTS7960 43A-1.jpg",
    views: 18,
  },
  {
    id: 946,
    model: "CQRPCA9685",
    name: "Ocean: PCA9685 16-Channel Servo and PWM Driver",
    description: html(
      p(`Moves a six-legged robot from two pins. All sixteen outputs run from their own 12-bit
        counter, so servos hold position without any help from the processor.`),
      p(`24 Hz to 1526 Hz, address 0x40 to 0x7F, terminal for a separate servo supply up to 6 V
        with reverse polarity protection.`),
    ),
    price: 6.85,
    quantity: 139,
    image: "catalog/CQRobot/PCA9685/PCA9685-1.jpg",
    views: 27,
  },
  {
    id: 947,
    model: "CQR28BYJ48",
    name: "28BYJ-48 Stepper Motor with ULN2003 Board",
    description: html(
      p(`Geared 1:64 unipolar stepper for pointers, blinds and pet feeders, with its driver
        board.`),
      specs({
        "Steps per turn": "2048 (half step 4096)",
        "Step angle": "5.625° / 64",
        Torque: "34 mN·m",
        Voltage: "5 V, 50 Ω per coil",
      }),
    ),
    price: 3.1,
    quantity: 255,
    image: "catalog/CQRobot/Stepper Motor/28BYJ-48 ULN2003-1.jpg",
    views: 26,
  },
  {
    id: 948,
    model: "CQRNEMA17-40",
    name: "NEMA 17 Stepper Motor 1.8°, 40 mm, 1.5 A",
    description: html(
      p(`Standard 42 mm flange with 31 mm hole spacing and a 5 mm D-shaft. Holding torque 0.42
        N·m, phase resistance 1.65 Ω, inductance 2.8 mH.`),
      p("Removable 1 m cable with an XH plug on the motor and a Dupont housing on the other end."),
    ),
    price: 12.8,
    quantity: 68,
    image: "catalog/CQRobot/Stepper Motor/NEMA17 40mm-1.jpg",
    views: 32,
  },
  {
    id: 949,
    model: "CQRSG90",
    name: "SG90 Micro Servo 9 g, 180°",
    description: html(
      p("The little blue servo, with three horns and screws in the bag."),
      ul("1.8 kg·cm at 4.8 V", "0.1 s for 60°", "Pulse 500 to 2400 µs, 50 Hz", "22.2 × 11.8 × 31 mm, 25 cm lead"),
    ),
    price: 2.2,
    quantity: 690,
    image: "catalog/CQRobot/Servo/SG90-1.jpg",
    views: 37,
  },
  {
    id: 950,
    model: "CQRMG996R",
    name: "MG996R Metal Gear Servo",
    description: html(
      p(`Brass and steel gear train on two ball bearings, for arms that have to lift something.
        Stall torque 11 kg·cm at 6 V; stall current can reach 2.5 A, so size the supply
        accordingly.`),
      p("Weight 55 g. Dead band 5 µs. Spline 25T, aluminium horn not included."),
    ),
    price: 6.6,
    quantity: 121,
    image: "catalog/CQRobot/Servo/MG996R-1.jpg",
    views: 20,
  },
]);
