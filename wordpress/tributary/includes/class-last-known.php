<?php
/**
 * The last figures as HTML.
 *
 * @package Tributary
 */

namespace Tributary;

defined( 'ABSPATH' ) || exit;

/**
 * What a piece shows before the script is ready, without scripts, and while the server is away: the last figures, and of when
 * they are.
 */
final class Last_Known {

	/**
	 * The last known of a piece.
	 *
	 * @param string                    $name    The piece.
	 * @param array<string, mixed>      $partner The partner.
	 * @param array<string, mixed>|null $last    Of Figures::last().
	 * @return string HTML.
	 */
	public static function html( $name, array $partner, $last ) {
		$rows = array();
		if ( $last ) {
			$home = $last['home'];
			if ( in_array( $name, array( 'center', 'stats' ), true ) ) {
				$rows += self::figures( $home );
			}
			if ( 'referrals' === $name ) {
				$rows += array_intersect_key( self::figures( $home ), array_flip( array( 'leads', 'orders' ) ) );
			}
			if ( in_array( $name, array( 'center', 'earnings' ), true ) ) {
				$rows += self::balances( $home );
			}
			if ( in_array( $name, array( 'center', 'next-payment' ), true ) ) {
				$rows += self::next_payments( $home );
			}
		}
		if ( in_array( $name, array( 'center', 'links', 'promo-tools' ), true ) && '' !== $partner['link'] ) {
			$rows['link'] = array( __( 'Your link', 'tributary' ), $partner['link'] );
		}
		$html = '';
		foreach ( $rows as $key => $row ) {
			$html .= '<div><dt>' . esc_html( $row[0] ) . '</dt><dd data-figure="' . esc_attr( $key ) . '">' . esc_html( $row[1] ) . '</dd></div>';
		}
		$html = '' === $html ? '' : '<dl class="tributary-last">' . $html . '</dl>';
		return $html . self::time( $last, $name );
	}

	/**
	 * Of when the figures are, or that there are none.
	 *
	 * @param array<string, mixed>|null $last The figures.
	 * @param string                    $name The piece.
	 * @return string HTML.
	 */
	private static function time( $last, $name ) {
		$away = Api::is_away();
		$says = array();
		if ( $away ) {
			$says[] = esc_html( States::sentence( 'away' ) );
		}
		if ( $last && ! in_array( $name, array( 'links', 'promo-tools' ), true ) ) {
			$at = wp_date( get_option( 'date_format' ) . ' ' . get_option( 'time_format' ), $last['at'] );
			/* translators: %s: date and time. */
			$text   = sprintf( __( 'Figures of the last 30 days, as of %s.', 'tributary' ), '<time datetime="' . esc_attr( gmdate( 'c', $last['at'] ) ) . '">' . esc_html( $at ) . '</time>' );
			$says[] = wp_kses( $text, array( 'time' => array( 'datetime' => true ) ) );
		}
		return $says ? '<p class="tributary-as-of"' . ( $away ? ' role="status"' : '' ) . '>' . implode( ' ', $says ) . '</p>' : '';
	}

	/**
	 * Clicks, leads, orders and what was earned.
	 *
	 * @param array<string, mixed> $home The answer of /v1/center/home.
	 * @return array<string, array{0: string, 1: string}>
	 */
	private static function figures( array $home ) {
		$figures = $home['figures'];
		$count   = static function ( $name ) use ( $figures ) {
			return number_format_i18n( isset( $figures[ $name ] ) ? (int) $figures[ $name ] : 0 );
		};
		return array(
			'clicks'     => array( __( 'Clicks', 'tributary' ), $count( 'clicks' ) ),
			'leads'      => array( __( 'Leads', 'tributary' ), $count( 'leads' ) ),
			'orders'     => array( __( 'Orders', 'tributary' ), $count( 'orders' ) ),
			'commission' => array(
				__( 'Earned', 'tributary' ),
				Money::write( isset( $figures['commission'] ) ? (int) $figures['commission'] : 0, (string) $home['currency'] ),
			),
		);
	}

	/**
	 * What waits, can be paid, and was paid, in each currency.
	 *
	 * @param array<string, mixed> $home The answer of /v1/center/home.
	 * @return array<string, array{0: string, 1: string}>
	 */
	private static function balances( array $home ) {
		$rows  = array();
		$names = array(
			'pending' => __( 'Waiting', 'tributary' ),
			'payable' => __( 'Payable', 'tributary' ),
			'paid'    => __( 'Paid', 'tributary' ),
		);
		foreach ( isset( $home['balances'] ) ? $home['balances'] : array() as $i => $balance ) {
			foreach ( $names as $name => $title ) {
				$rows[ $name . ( $i ? '-' . $i : '' ) ] = array( $title, Money::write( (int) $balance[ $name ], (string) $balance['currency'] ) );
			}
		}
		return $rows;
	}

	/**
	 * The next payment, in each currency.
	 *
	 * @param array<string, mixed> $home The answer of /v1/center/home.
	 * @return array<string, array{0: string, 1: string}>
	 */
	private static function next_payments( array $home ) {
		$rows = array();
		foreach ( isset( $home['balances'] ) ? $home['balances'] : array() as $i => $balance ) {
			$next = isset( $balance['next_payment'] ) ? $balance['next_payment'] : null;
			if ( ! is_array( $next ) ) {
				continue;
			}
			$text = Money::write( (int) $next['amount'], (string) $balance['currency'] );
			if ( ! empty( $next['on'] ) ) {
				$text .= ', ' . wp_date( get_option( 'date_format' ), strtotime( $next['on'] . ' 12:00 UTC' ) );
			}
			$rows[ 'next-payment' . ( $i ? '-' . $i : '' ) ] = array( __( 'Next payment', 'tributary' ), $text );
		}
		return $rows;
	}
}
