<?php
/**
 * The role that partners have.
 *
 * @package Tributary
 */

namespace Tributary;

defined( 'ABSPATH' ) || exit;

/**
 * The membership level `tributary_partner`, beside whatever other roles a user has. Administrators never get it: nobody should
 * come to be paid by way of an account that may do everything.
 */
final class Role {

	const NAME = 'tributary_partner';

	/**
	 * Hooks.
	 */
	public static function register() {
		add_action( 'add_user_role', array( __CLASS__, 'keep_from_administrators' ) );
		add_action( 'set_user_role', array( __CLASS__, 'keep_from_administrators' ) );
		add_action( 'granted_super_admin', array( __CLASS__, 'keep_from_administrators' ) );
	}

	/**
	 * Makes the role.
	 */
	public static function create() {
		add_role( self::NAME, __( 'Partner', 'tributary' ), array( 'read' => true ) );
	}

	/**
	 * Whether this user may do too much to be a partner here.
	 *
	 * @param \WP_User $user The user.
	 * @return bool
	 */
	public static function is_administrator( $user ) {
		return is_super_admin( $user->ID ) || in_array( 'administrator', (array) $user->roles, true )
			|| user_can( $user, 'manage_options' ) || user_can( $user, 'promote_users' );
	}

	/**
	 * Gives or takes the role.
	 *
	 * @param \WP_User $user The user.
	 * @param bool     $has  Whether they are an approved partner.
	 */
	public static function set( $user, $has ) {
		$has  = $has && ! self::is_administrator( $user );
		$had  = in_array( self::NAME, (array) $user->roles, true );
		$wait = $has && ! get_role( self::NAME );
		if ( $wait ) {
			self::create();
		}
		if ( $has && ! $had ) {
			$user->add_role( self::NAME );
		} elseif ( $had && ! $has ) {
			$user->remove_role( self::NAME );
		}
	}

	/**
	 * A user got another role: as an administrator they are a partner no more.
	 *
	 * @param int $user_id The user.
	 */
	public static function keep_from_administrators( $user_id ) {
		$user = get_userdata( $user_id );
		if ( $user && in_array( self::NAME, (array) $user->roles, true ) && self::is_administrator( $user ) ) {
			Partners::forget( $user );
		}
	}
}
